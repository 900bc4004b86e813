package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.RetryAfter;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Between two attempts the item waits at its stage, and holds nobody. */
@Timeout(10)
class RetryWaitTest {

    private static final Duration WAIT = Duration.ofMillis(700);
    private static final Duration INSTANT = Duration.ofNanos(1);

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void theNextAttemptComesWhenTheWaitIsOverAndNotBefore() throws Exception {
        Run run = test.engine.start(broken(Backoff.fixed(WAIT), 2));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        test.clock.advance(WAIT.minus(INSTANT));
        assertThat(Look.stage(run, "A").retryingItems()).isEqualTo(1);
        assertThat(test.events(run).tasks("x")).containsExactly("start fetch 1", "retry fetch 1 java.io.IOException");

        test.clock.advance(INSTANT);
        run.join();

        assertThat(test.events(run).tasks("x")).hasSize(4);
    }

    @Test
    void aFailureThatSaysHowLongToWaitIsHeededWhenThatIsLonger() throws Exception {
        assertWaits(new Busy(Duration.ofSeconds(20)), Duration.ofSeconds(20));
        assertWaits(new Busy(Duration.ofMillis(1)), WAIT);
        assertWaits(new Busy(Duration.ofSeconds(-1)), WAIT);
        assertWaits(new Busy(Duration.ofDays(3650)), RetryAfter.MAX);
    }

    private void assertWaits(Exception failure, Duration wait) throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.failing(1, () -> failure))
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(wait);
        test.clock.advance(wait);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    private static final class Busy extends Exception implements RetryAfter {
        private static final long serialVersionUID = 1L;
        private final Duration wait;

        Busy(Duration wait) {
            this.wait = wait;
        }

        @Override
        public Duration retryAfter() {
            return wait;
        }
    }

    @Test
    void fixedWaitsAreAllAlike() throws Exception {
        Run run = test.engine.start(broken(Backoff.fixed(WAIT), 4));

        run.feed(Item.of("x", 1));
        for (int i = 0; i < 3; i++) {
            test.clock.awaitTimer(WAIT);
            test.clock.advance(WAIT);
        }
        run.join();

        assertThat(waits(run)).containsExactly(WAIT, WAIT, WAIT);
    }

    @Test
    void exponentialWaitsDoubleUpToTheCap() throws Exception {
        Run run = test.engine.start(broken(Backoff.exponential(WAIT, Duration.ofMillis(2500)), 5));
        List<Duration> expected = List.of(
                Duration.ofMillis(700), Duration.ofMillis(1400), Duration.ofMillis(2500), Duration.ofMillis(2500));

        run.feed(Item.of("x", 1));
        for (Duration wait : expected) {
            test.clock.awaitTimer(wait);
            test.clock.advance(wait);
        }
        run.join();

        assertThat(waits(run)).isEqualTo(expected);
    }

    @Test
    void jitterShortensAWaitByItsPartAtMost() throws Exception {
        Run run = test.engine.start(broken(Backoff.fixed(WAIT).withJitter(0.5), 2));

        run.feed(Item.of("x", 1));
        eventually("the wait", () -> retrying(run) == 1);
        test.clock.advance(WAIT.dividedBy(2).minus(INSTANT));
        assertThat(retrying(run)).as("half of the wait is certain").isEqualTo(1);
        while (!run.ended() && run.summary().itemsFailed() == 0) {
            test.clock.advance(Duration.ofMillis(1));
            Thread.onSpinWait();
        }
        run.join();

        assertThat(test.events(run).tasks("x")).hasSize(4);
    }

    @Test
    void perStageRetriesWaitToo() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.broken(IOException::new))
                        .stageAttempts(3, Backoff.exponential(WAIT, Duration.ofHours(1)))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        test.clock.advance(WAIT);
        test.clock.awaitTimer(WAIT.multipliedBy(2));
        test.clock.advance(WAIT.multipliedBy(2));
        run.join();

        assertThat(waits(run)).containsExactly(WAIT, WAIT.multipliedBy(2));
    }

    @Test
    void aWaitingRetryHoldsNoWorker() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", failingOnceFor("x"))
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        run.feed(Item.of("y", 2));
        run.feed(Item.of("z", 3));

        eventually("the only worker serves the others", () -> run.summary().itemsProcessed() == 2);
        assertThat(retrying(run)).isEqualTo(1);
        test.clock.advance(WAIT);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(3);
    }

    @Test
    void anItemThatWaitsIsPendingAndRetrying() throws Exception {
        Run run = test.engine.start(broken(Backoff.fixed(WAIT), 2));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        eventually(
                "the worker is idle again",
                () -> run.snapshot().workerStates().values().stream()
                        .allMatch(state -> state.status() == WorkerState.Status.IDLE));

        StageStats stats = Look.stage(run, "A");
        assertThat(stats.pendingItems()).isEqualTo(1);
        assertThat(stats.retryingItems()).isEqualTo(1);
        assertThat(stats.inProgressItems()).isZero();
        assertThat(stats.retries()).isEqualTo(1);
        assertThat(run.item("x")).hasValueSatisfying(item -> {
            assertThat(item.status()).isEqualTo(ItemStatus.RETRYING);
            assertThat(item.attempt()).isEqualTo(2);
        });
    }

    @Test
    void aWaitOfZeroIsTriedAgainAtOnceOnTheSameWorker() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            if (context.attempt() == 1) {
                gate.pass(context.itemId());
            }
            order.add(context.itemId() + "#" + context.attempt());
            if (context.attempt() == 1 && context.itemId().equals("x")) {
                throw new IOException("gone");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(2, Tasks.AT_ONCE).build()));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        gate.open();
        run.join();

        assertThat(order).containsExactly("x#1", "x#2", "y#1");
    }

    @Test
    void joinWaitsForAnItemThatWaitsForItsNextAttempt() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.failing(1, IOException::new))
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));
        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        run.close();

        assertThat(run.ended()).isFalse();
        assertThat(run.whenEnded()).isNotDone();

        test.clock.advance(WAIT);
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anItemThatComesBackKeepsItsPlaceBySequenceNumber() throws Exception {
        List<Object> order = new CopyOnWriteArrayList<>();
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            order.add(context.itemId() + "#" + context.attempt());
            if (context.itemId().equals("first") && context.attempt() == 1) {
                throw new IOException("gone");
            }
            if (context.itemId().equals("blocker")) {
                gate.pass("blocker");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", task)
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));

        run.feed(Item.of("first", 1));
        test.clock.awaitTimer(WAIT);
        run.feed(Item.of("blocker", 2));
        gate.awaitArrived(1);
        run.feed(Item.of("third", 3));
        run.feed(Item.of("urgent", 4).withPriority(1));
        test.clock.advance(WAIT);
        gate.open();
        run.join();

        assertThat(order).containsExactly("first#1", "blocker#1", "urgent#1", "first#2", "third#1");
    }

    @Test
    void anItemThatComesBackKeepsItsPriority() throws Exception {
        List<Object> order = new CopyOnWriteArrayList<>();
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            order.add(context.itemId() + "#" + context.attempt());
            if (context.itemId().equals("urgent") && context.attempt() == 1) {
                throw new IOException("gone");
            }
            if (context.itemId().equals("blocker")) {
                gate.pass("blocker");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", task)
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));

        run.feed(Item.of("blocker0", 1));
        run.feed(Item.of("urgent", 1).withPriority(1));
        test.clock.awaitTimer(WAIT);
        run.feed(Item.of("blocker", 2));
        gate.awaitArrived(1);
        run.feed(Item.of("usual", 3));
        test.clock.advance(WAIT);
        gate.open();
        run.join();

        assertThat(order).endsWith("blocker#1", "urgent#2", "usual#1");
    }

    @Test
    void anItemThatComesBackNeedsNoRoomInTheQueue() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            if (context.itemId().equals("x") && context.attempt() == 1) {
                throw new IOException("gone");
            }
            if (context.itemId().equals("blocker")) {
                gate.pass("blocker");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", task)
                        .queueCapacity(1)
                        .taskAttempts(2, Backoff.fixed(WAIT))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(WAIT);
        run.feed(Item.of("blocker", 2));
        gate.awaitArrived(1);
        run.feed(Item.of("fills the queue", 3));
        test.clock.advance(WAIT);

        assertThat(Look.stage(run, "A").pendingItems()).isEqualTo(2);
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(3);
    }

    private static Task<Object, Object> failingOnceFor(String id) {
        return (input, context) -> {
            if (context.itemId().equals(id) && context.attempt() == 1) {
                throw new IOException("gone");
            }
            return input;
        };
    }

    private static Pipeline broken(Backoff backoff, int attempts) {
        return Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.broken(() -> new IOException("gone")))
                        .taskAttempts(attempts, backoff)
                        .build());
    }

    private static long retrying(Run run) {
        return Look.stage(run, "A").retryingItems();
    }

    /** The time from each retrying to the in_progress that follows. */
    private List<Duration> waits(Run run) {
        return test.events(run).statusEvents("x").stream()
                .filter(event -> {
                    StatusEvent before = event.previous();
                    return before != null && before.status() == ItemStatus.RETRYING;
                })
                .map(event -> Duration.ofNanos(event.nanosSincePrevious()))
                .toList();
    }
}
