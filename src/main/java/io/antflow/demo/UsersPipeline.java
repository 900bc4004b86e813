package io.antflow.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the demo's pipeline: most of its time goes into asking the directory, so that is where items pile up. */
final class UsersPipeline {

    static final String NAME = "users";

    @Produces
    @Singleton
    @LookupIfProperty(name = "antflow.demo", stringValue = "true")
    Pipeline users(
            @Identifier("parse_user") Task<UserRecord, User> parse,
            @Identifier("check_country") Task<User, User> checkCountry,
            @Identifier("validate_email") Task<User, User> validateEmail,
            @Identifier("validate_age") Task<User, User> validateAge,
            @Identifier("enrich_user") Task<User, User> enrich,
            @Identifier("save_user") Task<User, SavedUser> save) {
        return Pipeline.of(
                NAME,
                Stage.named("Ingestion")
                        .workers(2)
                        .task("parse_user", parse)
                        .task("check_country", checkCountry)
                        .retry(notForBadRecords())
                        .build(),
                Stage.named("Validation")
                        .workers(3)
                        .task("validate_email", validateEmail)
                        .task("validate_age", validateAge)
                        .retry(notForBadRecords())
                        .build(),
                Stage.named("Enrichment")
                        .workers(8)
                        .task("enrich_user", enrich)
                        .skipIf((user, item) -> hasProfile(user))
                        .retry(onlyForTrouble(Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(2))
                                .withJitter(0.2)))
                        .taskTimeout(Duration.ofSeconds(5))
                        .build(),
                Stage.named("Save")
                        .workers(2)
                        .task("save_user", save)
                        .retry(onlyForTrouble(Backoff.fixed(Duration.ofSeconds(1))))
                        .build());
    }

    /** Conditions and callbacks of a pipeline that the catalog hands out see JSON. */
    private static boolean hasProfile(@Nullable Object user) {
        return user instanceof JsonNode json && json.path("profile").isObject();
    }

    private static Retry notForBadRecords() {
        Retry defaults = Retry.defaults();
        return new Retry(
                defaults.scope(),
                defaults.taskAttempts(),
                defaults.stageAttempts(),
                defaults.backoff(),
                List.of(),
                List.of(BadRecordException.class));
    }

    private static Retry onlyForTrouble(Backoff backoff) {
        return new Retry(
                Retry.Scope.PER_TASK,
                Retry.DEFAULT_ATTEMPTS,
                Retry.DEFAULT_ATTEMPTS,
                backoff,
                List.of(IOException.class),
                List.of());
    }
}
