package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.CallRate;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A leaky bucket over all attempts of a stage: a burst, then one every period / calls. */
@Timeout(10)
class CallRateTest {

    private static final Duration PERIOD = Duration.ofMillis(2100);
    private static final Duration INTERVAL = Duration.ofMillis(700);
    private static final Duration INSTANT = Duration.ofNanos(1);

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final AtomicInteger calls = new AtomicInteger();
    private final Task<Object, Object> count = (input, context) -> calls.incrementAndGet();

    @Test
    void aBurstGoesThroughThenOneEveryInterval() throws Exception {
        Run run = test.engine.start(limited(1, count));

        run.feedAll(IntStream.range(0, 6).boxed().toList());
        for (int made = 3; made < 6; made++) {
            int soFar = made;
            eventually("those that may", () -> calls.get() == soFar);
            test.clock.awaitTimer(INTERVAL);
            test.clock.advance(INTERVAL.minus(INSTANT));
            assertThat(calls).hasValue(soFar);
            test.clock.advance(INSTANT);
        }
        run.join();

        assertThat(calls).hasValue(6);
    }

    @Test
    void allWorkersTogetherKeepTheRate() throws Exception {
        Run run = test.engine.start(limited(6, count));

        run.feedAll(IntStream.range(0, 6).boxed().toList());
        test.clock.awaitTimer(INTERVAL);
        test.clock.awaitTimer(INTERVAL.multipliedBy(2));
        test.clock.awaitTimer(INTERVAL.multipliedBy(3));
        eventually("the burst", () -> calls.get() == 3);

        test.clock.advance(INTERVAL);
        eventually("one more", () -> calls.get() == 4);
        test.clock.advance(INTERVAL.multipliedBy(2));
        run.join();
        assertThat(calls).hasValue(6);
    }

    @Test
    void afterAQuietPeriodABurstGoesThroughAgainAndNoMore() throws Exception {
        Run run = test.engine.start(limited(1, count));
        run.feedAll(IntStream.range(0, 3).boxed().toList());
        eventually("the burst", () -> calls.get() == 3);

        test.clock.advance(PERIOD.multipliedBy(100));
        run.feedAll(IntStream.range(0, 4).boxed().toList());
        eventually("another burst", () -> calls.get() == 6);
        test.clock.awaitTimer(INTERVAL);
        assertThat(calls).hasValue(6);

        test.clock.advance(INTERVAL);
        run.join();
        assertThat(calls).hasValue(7);
    }

    @Test
    void everyAttemptCounts() throws Exception {
        Task<Object, Object> flaky = (input, context) -> {
            calls.incrementAndGet();
            if (context.attempt() < 4) {
                throw new IllegalStateException("again");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", flaky)
                        .taskAttempts(4, Tasks.AT_ONCE)
                        .callRate(new CallRate(3, PERIOD))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(INTERVAL);
        assertThat(calls).hasValue(3);
        test.clock.advance(INTERVAL);
        run.join();

        assertThat(calls).hasValue(4);
    }

    @Test
    void waitingForTheRateIsNoTimeInTheTask() throws Exception {
        Run run = test.engine.start(limited(1, count));

        run.feedAll(IntStream.range(0, 4).boxed().toList());
        test.clock.awaitTimer(INTERVAL);
        test.clock.advance(INTERVAL);
        run.join();

        assertThat(test.events(run).taskEvents())
                .allSatisfy(event -> assertThat(event.durationNanos()).isZero());
    }

    @Test
    void aCancelledRunDoesNotWaitForTheRate() throws Exception {
        Run run = test.engine.start(limited(2, count));
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        eventually("the burst", () -> run.summary().itemsProcessed() == 3);
        test.clock.awaitTimer(INTERVAL.multipliedBy(2));

        run.cancel();
        run.join();

        assertThat(run.summary().itemsCancelled()).isEqualTo(7);
        assertThat(calls).hasValue(3);
    }

    private static Pipeline limited(int workers, Task<Object, Object> task) {
        return Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(workers)
                        .task("t", task)
                        .queueCapacity(Stage.UNBOUNDED)
                        .callRate(new CallRate(3, PERIOD))
                        .build());
    }
}
