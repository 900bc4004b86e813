package io.antflow.catalog;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Tasks and a pipeline as an application has them: in every scope, from classes and from methods. Nobody injects them. */
final class CatalogTestBeans {

    record Amount(int cents, String currency) {}

    record Price(int cents, String currency, boolean taxed) {}

    /** What the tasks that put a tax on an amount have in common. */
    abstract static class Taxing<T> implements Task<T, Price> {
        static Price taxed(Amount amount) {
            return new Price(amount.cents() * 119 / 100, amount.currency(), true);
        }
    }

    @Singleton
    @Identifier("catalog_singleton")
    static final class OfSingleton extends Taxing<Amount> {
        @Override
        public Price run(Amount amount, TaskContext context) {
            return taxed(amount);
        }

        @Override
        public String description() {
            return "Puts a tax on an amount.";
        }
    }

    @ApplicationScoped
    @Identifier("catalog_application_scoped")
    static class OfApplication extends Taxing<Amount> {
        @Override
        public Price run(Amount amount, TaskContext context) {
            return taxed(amount);
        }
    }

    @Dependent
    @Identifier("catalog_dependent")
    static final class OfDependent extends Taxing<Amount> {
        @Override
        public Price run(Amount amount, TaskContext context) {
            return taxed(amount);
        }
    }

    @Singleton
    @Identifier("catalog_uni")
    static final class Later implements Task<Amount, Uni<Price>> {
        @Override
        public Uni<Price> run(Amount amount, TaskContext context) {
            return Uni.createFrom().item(() -> Taxing.taxed(amount));
        }
    }

    @Produces
    @Singleton
    @Identifier("catalog_produced")
    Task<Amount, Price> produced() {
        return (amount, context) -> Taxing.taxed(amount);
    }

    @Singleton
    static final class Unnamed implements Task<Amount, Amount> {
        @Override
        public Amount run(Amount amount, TaskContext context) {
            return amount;
        }
    }

    @Produces
    @Singleton
    Pipeline pipeline(
            @Identifier("catalog_produced") Task<Amount, Price> produced,
            @Identifier("catalog_application_scoped") Task<Amount, Price> applicationScoped,
            Unnamed unnamed) {
        return Pipeline.of(
                "catalog_of_the_application",
                Stage.named("Unnamed")
                        .task("unnamed", unnamed)
                        .taskAttempts(3, Backoff.fixed(Duration.ofMinutes(10)))
                        .build(),
                Stage.named("Tax")
                        .task("tax", produced)
                        .task("catalog_application_scoped", applicationScoped)
                        .build());
    }
}
