package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failed items are put back at the stage where they failed, also after the run has ended. */
@Timeout(10)
class RetryFailedTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final AtomicBoolean repaired = new AtomicBoolean();
    private final AtomicInteger before = new AtomicInteger();

    @Test
    void anItemGoesOnAtTheStageWhereItFailed() throws Exception {
        Run run = test.engine.start(brokenSave(2));
        run.feed(Item.of("x", "-"));
        run.feed(Item.of("y", "-"));
        eventually("both fail", () -> run.summary().itemsFailed() == 2);
        repaired.set(true);

        assertThat(run.retryFailed()).isEqualTo(2);
        run.join();

        assertThat(before).as("the stage before is not repeated").hasValue(2);
        assertThat(run.summary().itemsFailed()).isZero();
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
        assertThat(run.summary().totalItems()).isEqualTo(2);
        assertThat(run.results()).extracting(Result::value).containsExactly("-fs", "-fs");
        assertThat(test.events(run).statuses("x"))
                .containsSubsequence(
                        "failed@Save by Save-W0 2 java.io.IOException: disk",
                        "queued@Save",
                        "in_progress@Save by Save-W0",
                        "completed@Save by Save-W0");
    }

    @Test
    void anItemHasAllItsAttemptsAgain() throws Exception {
        Run run = test.engine.start(brokenSave(2));
        run.feed(Item.of("x", "-"));
        eventually("it fails", () -> run.summary().itemsFailed() == 1);

        run.retryFailed();
        run.join();

        assertThat(test.events(run).tasks("x"))
                .endsWith(
                        "start save 1",
                        "retry save 1 java.io.IOException",
                        "start save 2",
                        "fail save 2 java.io.IOException");
        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.errorSummary().totalFailed()).isEqualTo(1);
        assertThat(run.errorSummary().failedItems()).hasSize(1);
    }

    @Test
    void anEndedRunGoesOnAndEndsAgain() throws Exception {
        Run run = test.engine.start(brokenSave(1));
        run.feed(Item.of("x", "-"));
        run.join();
        CompletableFuture<RunSummary> first = run.whenEnded();
        assertThat(first).isCompleted();
        repaired.set(true);

        assertThat(run.retryFailed()).isEqualTo(1);
        run.whenEnded().join();

        assertThat(run.ended()).isTrue();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.summary().itemsFailed()).isZero();
        assertThat(test.recorder.log()).containsExactly("started", "ended", "started", "ended");
    }

    @Test
    void aRunThatGoesOnTakesNoNewItems() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            if (repaired.get()) {
                gate.pass(context.itemId());
                return input;
            }
            throw new IOException("no");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(1, Tasks.AT_ONCE).build()));
        run.feed(Item.of("x", 1));
        run.join();
        repaired.set(true);
        run.retryFailed();
        gate.awaitArrived(1);

        assertThat(run.ended()).isFalse();
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.open()).isFalse();
        assertThat(run.feed(Item.of("y", 1))).isEqualTo(new Admission.Refused("y", Admission.Reason.CLOSED));

        gate.open();
        run.join();
    }

    @Test
    void onlyTheNamedItemsArePutBack() throws Exception {
        Run run = test.engine.start(brokenSave(1));
        run.feedAll(IntStream.range(0, 5).boxed().toList());
        run.join();
        repaired.set(true);

        assertThat(run.retryFailed(List.of(1, "3", "nope", 99, 1L, "1"))).isEqualTo(2);
        run.whenEnded().join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
        assertThat(run.errorSummary().failedItems())
                .extracting(FailedItem::itemId)
                .containsExactlyInAnyOrder(0L, 2L, 4L);
    }

    @Test
    void itemsThatHaveNotFailedAreLeftAlone() throws Exception {
        repaired.set(true);
        Run run = test.engine.start(brokenSave(1));
        run.feed(Item.of("x", "-"));
        run.join();

        assertThat(run.retryFailed()).isZero();
        assertThat(run.retryFailed(List.of("x"))).isZero();
        assertThat(run.ended()).isTrue();
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void nothingOfACancelledRunIsPutBack() throws Exception {
        Run run = test.engine.start(brokenSave(1));
        run.feed(Item.of("x", "-"));
        eventually("it fails", () -> run.summary().itemsFailed() == 1);
        run.cancel();
        run.join();

        assertThat(run.retryFailed()).isZero();
        assertThat(run.summary().itemsFailed()).isEqualTo(1);
    }

    @Test
    void underPerStageTheStageStartsOverWithTheValueAtItsEntry() throws Exception {
        AtomicInteger first = new AtomicInteger();
        Task<Object, Object> counted = (input, context) -> {
            first.incrementAndGet();
            return input + "1";
        };
        Task<Object, Object> flaky = (input, context) -> {
            if (repaired.get()) {
                return input + "2";
            }
            throw new IOException("no");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", counted)
                        .task("two", flaky)
                        .stageAttempts(2, Tasks.AT_ONCE)
                        .build()));
        run.feed(Item.of("x", "-"));
        run.join();
        repaired.set(true);

        run.retryFailed();
        run.whenEnded().join();

        assertThat(first).as("twice before, once after").hasValue(3);
        assertThat(test.events(run).tasks("x"))
                .endsWith("start one 1", "complete one 1", "start two 1", "complete two 1");
        assertThat(run.results()).extracting(Result::value).containsExactly("-12");
    }

    @Test
    void underPerTaskTheItemGoesOnAtTheTaskThatFailed() throws Exception {
        AtomicInteger first = new AtomicInteger();
        Task<Object, Object> counted = (input, context) -> {
            first.incrementAndGet();
            return input + "1";
        };
        Task<Object, Object> flaky = (input, context) -> {
            if (repaired.get()) {
                return input + "2";
            }
            throw new IOException("no");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", counted)
                        .task("two", flaky)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        run.feed(Item.of("x", "-"));
        run.join();
        repaired.set(true);

        run.retryFailed();
        run.whenEnded().join();

        assertThat(first).hasValue(1);
        assertThat(run.results()).extracting(Result::value).containsExactly("-12");
    }

    @Test
    void manyItemsArePutBackThroughASmallQueue() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        s -> s.task("t", (Object input, io.antflow.pipeline.TaskContext context) -> {
                                    if (repaired.get()) {
                                        return input;
                                    }
                                    throw new IOException("no");
                                })
                                .taskAttempts(1, Tasks.AT_ONCE)
                                .queueCapacity(1))
                .build());
        run.feedAll(IntStream.range(0, 200).boxed().toList());
        run.join();
        assertThat(run.summary().itemsFailed()).isEqualTo(200);
        repaired.set(true);

        assertThat(run.retryFailed()).isEqualTo(200);
        run.whenEnded().join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(200);
        assertThat(run.errorSummary().totalFailed()).isZero();
        assertThat(run.errorSummary().errorsByType()).isEmpty();
    }

    private Pipeline brokenSave(int attempts) {
        Task<Object, Object> fetch = (input, context) -> {
            before.incrementAndGet();
            return input + "f";
        };
        Task<Object, Object> save = (input, context) -> {
            if (repaired.get()) {
                return input + "s";
            }
            throw new IOException("disk");
        };
        return Pipeline.named("p")
                .stage("Fetch", s -> s.task("fetch", fetch))
                .stage("Save", s -> s.task("save", save).taskAttempts(attempts, Tasks.AT_ONCE))
                .build();
    }
}
