package io.antflow.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.engine.Admission;
import io.antflow.engine.EngineLimits;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunRefusedException;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnedRunsTest {

    private static final Pipeline PIPELINE = Pipeline.of(
            "owned",
            Stage.named("Only")
                    .taskAttempts(1, Backoff.fixed(Duration.ZERO))
                    .task("fails on text", (Object input, TaskContext context) -> {
                        if (input instanceof String) {
                            throw new IOException("text");
                        }
                        return input;
                    })
                    .build());

    private final OwnedRuns owned = new OwnedRuns();
    private final RefusalCounts counts = new RefusalCounts();
    private final PipelineEngine engine = PipelineEngine.builder()
            .limits(new EngineLimits(4, 10, 1000, 20))
            .observer(owned)
            .build();
    private final Caller ada = new Caller(TestLimits.TIGHT, counts, () -> 0);
    private final Caller grace = new Caller(TestLimits.TIGHT, counts, () -> 0);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void refusesACallerOneRunTooManyAndNobodyElse() throws Exception {
        Run first = start(ada);
        start(ada);

        assertRefused(() -> start(ada), "antflow.callers.active-runs");
        start(grace);
        assertThat(counts.refusals(CallerLimit.RUNS)).isOne();

        first.join();
        start(ada);
        assertRefused(() -> start(ada), "antflow.callers.active-runs");
    }

    @Test
    void takesNothingForARunThatTheEngineRefuses() {
        for (int i = 0; i < 4; i++) {
            owned.start(Optional.empty(), () -> engine.start(PIPELINE));
        }
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> start(ada)).isInstanceOf(RunRefusedException.class);
        }
        assertThat(ada.runs().isUnused()).isTrue();
    }

    @Test
    void givesARunsPlaceBackOnceHoweverOftenItEnds() throws Exception {
        Run run = start(ada);
        assertThat(owned.takeItem(run)).isEmpty();
        run.feed(Item.of("text"));
        run.join();
        assertThat(ada.isForgettable()).isTrue();

        for (int i = 0; i < 3; i++) {
            owned.requireRoomToGoOn(run);
            assertThat(run.retryFailed()).isOne();
            run.awaitEnd();
            assertThat(ada.isForgettable()).isTrue();
        }
        run.cancel();
        engine.forget(run.id());

        assertThat(ada.isForgettable()).isTrue();
        start(ada);
        start(ada);
        assertRefused(() -> start(ada), "antflow.callers.active-runs");
    }

    @Test
    void aRunThatGoesOnTakesItsPlacesAgain() throws Exception {
        Run run = start(ada);
        for (Object value : List.of("text", 1)) {
            assertThat(owned.takeItem(run)).isEmpty();
            run.feed(Item.of(value));
        }
        run.join();
        start(ada);
        run.pauseStage("Only");

        run.retryFailed();

        assertRefused(() -> start(ada), "antflow.callers.active-runs");
        assertThat(ada.items().tryTake()).as("two of three are the run's").isTrue();
        assertThat(ada.items().tryTake()).isFalse();
        run.resumeStage("Only");
        run.awaitEnd();
    }

    @Test
    void aRunGoesOnOnlyIfItsOwnerMayHaveOneMore() throws Exception {
        Run run = start(ada);
        run.feed(Item.of("text"));
        run.join();
        start(ada);
        owned.requireRoomToGoOn(run);
        start(ada);

        assertRefused(() -> owned.requireRoomToGoOn(run), "antflow.callers.active-runs");
    }

    @Test
    void countsTheItemsOfACallersActiveRunsTogether() throws Exception {
        Run first = start(ada);
        Run second = start(ada);
        Run others = start(grace);
        assertThat(owned.takeItem(first)).isEmpty();
        assertThat(owned.takeItem(second)).isEmpty();
        assertThat(owned.takeItem(second)).isEmpty();

        assertRefused(
                () -> {
                    throw owned.takeItem(first).orElseThrow().build();
                },
                "antflow.callers.items");
        assertThat(owned.takeItem(others)).isEmpty();
        owned.giveItemBack(first);
        assertThat(owned.takeItem(second)).isEmpty();
        assertThat(owned.takeItem(second)).isPresent();

        second.join();
        assertThat(owned.takeItem(first)).isEmpty();
    }

    @Test
    void anItemThatIsRefusedAfterTheEndCostsNothing() throws Exception {
        Run run = start(ada);
        assertThat(owned.takeItem(run)).isEmpty();
        run.cancel();
        run.awaitEnd();
        assertThat(run.feed(Item.of(1))).isInstanceOf(Admission.Refused.class);
        owned.giveItemBack(run);

        assertThat(ada.isForgettable()).isTrue();
    }

    @Test
    void runsOfTheApplicationAreNobodys() throws Exception {
        Run run = engine.start(PIPELINE);

        for (int i = 0; i < 10; i++) {
            assertThat(owned.takeItem(run)).isEmpty();
        }
        owned.giveItemBack(run);
        run.join();
        owned.requireRoomToGoOn(run);
    }

    private Run start(Caller caller) {
        return owned.start(Optional.of(caller), () -> engine.start(PIPELINE));
    }

    private static void assertRefused(ThrowingCallable call, String key) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(HttpProblem.class))
                .satisfies(problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(429);
                    assertThat(problem.getHeaders()).containsKey("Retry-After");
                    assertThat(problem.getDetail()).contains(key);
                });
    }
}
