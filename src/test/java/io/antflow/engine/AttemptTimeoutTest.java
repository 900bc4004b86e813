package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An attempt that takes too long is interrupted; one that does not listen is given up, and its worker goes on. */
@Timeout(10)
class AttemptTimeoutTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void anAttemptThatTakesTooLongIsInterruptedAndTriedAgain() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            if (context.attempt() == 1) {
                gate.pass(context.itemId());
            }
            return input;
        };
        Run run = test.engine.start(withTimeout(task, 2));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT);
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly(
                        "start t 1", "retry t 1 io.antflow.engine.TaskTimeoutException", "start t 2", "complete t 2");
        assertThat(test.events(run).taskEvents("x").get(1).timedOut()).isTrue();
        assertThat(test.events(run).taskEvents("x").get(1).durationNanos()).isEqualTo(TIMEOUT.toNanos());
    }

    @Test
    void theTimeoutComesWhenItIsDueAndNotBefore() throws Exception {
        Run run = test.engine.start(withTimeout(Tasks.gated(gate), 1));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT.minusNanos(1));
        gate.open();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anItemWhoseAttemptsAllTakeTooLongFails() throws Exception {
        Run run = test.engine.start(withTimeout(Tasks.gated(gate), 2));

        run.feed(Item.of("x", 1));
        for (int attempt = 1; attempt <= 2; attempt++) {
            gate.awaitArrived(attempt);
            test.clock.awaitTimer(TIMEOUT);
            test.clock.advance(TIMEOUT);
        }
        run.join();

        assertThat(run.errorSummary().failedItems()).singleElement().satisfies(failed -> {
            assertThat(failed.errorType()).isEqualTo("io.antflow.engine.TaskTimeoutException");
            assertThat(failed.error()).isEqualTo("task 't' took longer than 0.7 s");
            assertThat(failed.attempts()).isEqualTo(2);
        });
    }

    @Test
    void aTimeoutIsRetriedAsTheRulesSay() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.gated(gate))
                        .retry(new Retry(
                                Retry.Scope.PER_TASK,
                                3,
                                3,
                                Tasks.AT_ONCE,
                                List.of(),
                                List.of(TaskTimeoutException.class)))
                        .taskTimeout(TIMEOUT)
                        .build()));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT);
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly("start t 1", "fail t 1 io.antflow.engine.TaskTimeoutException");
    }

    @Test
    void eachTaskAndAttemptHasItsOwnTime() throws Exception {
        Gate second = new Gate();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", Tasks.gated(gate))
                        .task("two", Tasks.gated(second))
                        .taskTimeout(TIMEOUT)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT.minusNanos(1));
        gate.open();
        second.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT.minusNanos(1));
        second.open();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void aTimeoutThatComesTooLateHitsNobody() throws Exception {
        Gate second = new Gate();
        AtomicInteger interrupts = new AtomicInteger();
        Task<Object, Object> task = (input, context) -> {
            try {
                (context.itemId().equals("x") ? gate : second).pass(context.itemId());
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw e;
            }
            return input;
        };
        Run run = test.engine.start(withTimeout(task, 1));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        gate.open();
        run.feed(Item.of("y", 2));
        second.awaitArrived(1);
        test.clock.makeCallsThatWereTakenBack();
        second.open();
        run.join();

        assertThat(interrupts).hasValue(0);
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void aTaskThatIgnoresTheInterruptIsGivenUpAndItsWorkerGoesOn() throws Exception {
        Run run = test.engine.start(withTimeout(deafFor("x"), 1));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        test.clock.awaitTimer(TIMEOUT);
        giveUp();
        run.join();

        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(gate.held()).as("the task still hangs").containsExactly("x");
        assertThat(test.events(run).statuses("y"))
                .containsExactly("queued@A", "in_progress@A by A-W0", "completed@A by A-W0");
        gate.open();
    }

    @Test
    void aTaskThatIgnoredTheInterruptIsTriedAgain() throws Exception {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        Task<Object, Object> task = (input, context) -> {
            attempts.add(context.attempt());
            if (context.attempt() == 1) {
                gate.passDeafly(context.itemId());
            }
            return input;
        };
        Run run = test.engine.start(withTimeout(task, 2));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        giveUp();
        run.join();

        assertThat(attempts).containsExactly(1, 2);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        gate.open();
    }

    @Test
    void whatAGivenUpTaskStillReturnsChangesNothing() throws Exception {
        Gate afterwards = new Gate();
        Task<Object, Object> task = (input, context) -> {
            gate.passDeafly(context.itemId());
            assertThat(context.setStatus("still here")).isFalse();
            Thread.startVirtualThread(afterwards::open);
            return "late";
        };
        Run run = test.engine.start(withTimeout(task, 1));
        run.feed(Item.of("x", "value"));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        giveUp();
        run.join();
        List<String> before = test.events(run).all("x");

        gate.open();
        afterwards.pass("test");

        assertThat(test.events(run).all("x")).isEqualTo(before);
        assertThat(run.results()).singleElement().satisfies(result -> {
            assertThat(result.failed()).isTrue();
            assertThat(result.value()).isEqualTo("value");
        });
        assertThat(run.snapshot().pipelineStats().itemsProcessed()).isZero();
    }

    @Test
    void aTaskThatEndsWithinTheGraceIsNotGivenUp() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        Task<Object, Object> task = (input, context) -> {
            threads.add(String.valueOf(Thread.currentThread().threadId()));
            if (context.itemId().equals("x")) {
                gate.passDeafly("x");
            }
            return input;
        };
        Run run = test.engine.start(withTimeout(task, 1));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.awaitTimer(TIMEOUT);
        test.clock.advance(TIMEOUT);
        gate.open();
        eventually("the item's end", () -> run.summary().itemsInFlight() == 0);
        test.clock.advance(Worker.ABANDON_AFTER);
        run.feed(Item.of("y", 2));
        run.join();

        assertThat(threads).hasSize(2);
        assertThat(threads.get(0)).isEqualTo(threads.get(1));
        assertThat(run.results()).extracting(Result::failed).containsExactly(true, false);
    }

    @Test
    void theConcurrencyLimitOfAGivenUpTaskIsFreeAgain() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", deafFor("x"))
                        .taskConcurrencyLimit("t", 1)
                        .taskTimeout(TIMEOUT)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        run.feed(Item.of("y", 2));
        test.clock.awaitTimer(TIMEOUT);
        giveUp();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        gate.open();
    }

    /** Lets the timeout and the grace pass, and not a moment more: whoever works next has all its time. */
    private void giveUp() {
        test.clock.advance(TIMEOUT);
        test.clock.advance(Worker.ABANDON_AFTER);
    }

    private Task<Object, Object> deafFor(String id) {
        return (input, context) -> {
            if (context.itemId().equals(id)) {
                gate.passDeafly(id);
            }
            return input;
        };
    }

    private static Pipeline withTimeout(Task<?, ?> task, int attempts) {
        return Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", task)
                        .taskAttempts(attempts, Tasks.AT_ONCE)
                        .taskTimeout(TIMEOUT)
                        .build());
    }
}
