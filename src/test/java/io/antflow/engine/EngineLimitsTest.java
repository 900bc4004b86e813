package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine's memory is bounded, and each bound is told when it is met. */
@Timeout(10)
class EngineLimitsTest {

    @RegisterExtension
    final TestEngine test = new TestEngine(new EngineLimits(2, 2, 100, 20));

    private final Pipeline pipeline =
            Pipeline.of("p", Stage.named("A").task("t", Tasks.same()).build());

    @Test
    void noMoreRunsAreActiveThanMayBe() throws Exception {
        Run first = test.engine.start(pipeline);
        test.engine.prepare(pipeline);
        assertThat(test.engine.accepting()).isFalse();

        assertThatExceptionOfType(RunRefusedException.class)
                .isThrownBy(() -> test.engine.start(pipeline))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RunRefusedException.Reason.TOO_MANY_RUNS))
                .withMessageContaining("2");
        assertThat(test.engine.runs()).hasSize(2);

        first.join();
        eventually("there is room", () -> test.engine.accepting());
        assertThat(test.engine.start(pipeline).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void theOldestEndedRunIsForgotten() throws Exception {
        Run first = test.engine.start(pipeline);
        first.join();
        eventually("it has ended", () -> test.engine.accepting());
        Run second = test.engine.start(pipeline);
        second.join();
        Run third = test.engine.start(pipeline);
        third.join();

        eventually("the first is forgotten", () -> test.engine.find(first.id()).isEmpty());
        assertThat(test.engine.runs()).containsExactly(third, second);
        eventually("told", () -> test.recorder.log().contains("forgotten"));
        assertThat(test.recorder.log()).filteredOn("forgotten"::equals).hasSize(1);
    }

    @Test
    void anActiveRunIsNeverForgotten() throws Exception {
        Run active = test.engine.start(pipeline);
        for (int i = 0; i < 5; i++) {
            test.engine.start(pipeline).join();
            eventually("there is room", () -> test.engine.accepting());
        }

        assertThat(test.engine.find(active.id())).containsSame(active);
        assertThat(test.engine.runs()).hasSize(3);
    }

    @Test
    void anEndedRunCanBeForgottenAndAnActiveOneCannot() throws Exception {
        Run run = test.engine.start(pipeline);
        assertThat(test.engine.forget(run.id())).isFalse();
        assertThat(test.engine.forget("NOPE")).isFalse();

        run.join();
        eventually("forgotten", () -> test.engine.forget(run.id()));
        assertThat(test.engine.find(run.id())).isEmpty();
        assertThat(test.engine.forget(run.id())).isFalse();
        assertThat(test.recorder.log()).containsExactly("started", "ended", "forgotten");
    }

    @Test
    void aPutBackRunCountsAsActive() throws Exception {
        Gate gate = new Gate();
        Run failing = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            if (gate.arrived() > 0) {
                                gate.pass("again");
                                return input;
                            }
                            throw new IOException("no");
                        })
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        failing.feed(Item.of("x", 1));
        failing.join();
        eventually("it has ended", () -> test.engine.forget("NOPE") || test.engine.accepting());
        Run other = test.engine.start(pipeline);
        Thread.startVirtualThread(() -> gate.passDeafly("marker"));
        gate.awaitArrived(1);
        failing.retryFailed();
        gate.awaitArrived(2);

        assertThat(test.engine.accepting()).isFalse();
        assertThat(test.engine.forget(failing.id())).isFalse();
        gate.open();
        failing.join();
        other.join();
    }

    @Test
    void itIsAliveAsLongAsItsTimerBeats() throws Exception {
        assertThat(test.engine.alive()).isTrue();
        Run run = test.engine.start(pipeline);
        test.clock.advance(Duration.ofMinutes(5));
        assertThat(test.engine.alive()).isTrue();
        run.join();
        test.clock.advance(Duration.ofMinutes(5));
        assertThat(test.engine.alive()).isTrue();
        Run later = test.engine.start(pipeline);
        test.clock.advance(Duration.ofMinutes(5));
        assertThat(test.engine.alive()).isTrue();
        later.join();
    }

    @Test
    void itIsNotAliveWhenItsTimerHasStopped() {
        DeadTimer clock = new DeadTimer();
        try (PipelineEngine engine = PipelineEngine.builder().clock(clock).build()) {
            assertThat(engine.alive()).isTrue();
            engine.start(pipeline);
            clock.manual.advance(Duration.ofSeconds(9));
            assertThat(engine.alive()).isTrue();
            clock.manual.advance(Duration.ofSeconds(2));
            assertThat(engine.alive()).isFalse();
        }
    }

    /** Time passes, but nobody is called. */
    private static final class DeadTimer implements EngineClock {
        private final ManualClock manual = new ManualClock();

        @Override
        public long nanoTime() {
            return manual.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            return () -> {};
        }

        @Override
        public java.time.Instant instant() {
            return manual.instant();
        }
    }

    @Test
    void theItemsOfEndedRunsMakeRoomForThoseOfNewOnes() throws Exception {
        Run first = test.engine.start(pipeline);
        first.feedAll(integers(60));
        first.join();
        eventually("there is room", () -> test.engine.accepting());
        Run second = test.engine.start(pipeline);

        assertThat(second.feedAll(integers(90)).accepted()).isEqualTo(90);
        second.join();

        eventually("the first is forgotten", () -> test.engine.find(first.id()).isEmpty());
        assertThat(second.summary().itemsProcessed()).isEqualTo(90);
    }

    @Test
    void theItemsOfActiveRunsAreCountedTogether() throws Exception {
        Run first = test.engine.start(pipeline);
        assertThat(first.feedAll(integers(60)).accepted()).isEqualTo(60);
        Run second = test.engine.start(pipeline);

        FeedReport report = second.feedAll(integers(60));

        assertThat(report.accepted()).isEqualTo(40);
        assertThat(report.refused().getFirst().reason()).isEqualTo(Admission.Reason.TOO_MANY_ITEMS);
        assertThat(test.engine.find(first.id()))
                .as("active runs are never forgotten")
                .containsSame(first);
        first.join();
        second.join();
        assertThat(second.summary().itemsProcessed()).isEqualTo(40);
    }

    private static List<Integer> integers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void aLimitThatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineLimits(0, 1, 1, 1))
                .withMessage("activeRuns is at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineLimits(1, -1, 1, 1))
                .withMessageContaining("endedRuns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineLimits(1, 0, 0, 1))
                .withMessage("items is at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineLimits(1, 0, 1, -1))
                .withMessageContaining("recentFailures");
    }
}
