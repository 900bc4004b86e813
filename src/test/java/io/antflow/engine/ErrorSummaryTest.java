package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What failed, by type and by stage, during the run and after. */
@Timeout(10)
class ErrorSummaryTest {

    @RegisterExtension
    final TestEngine test = new TestEngine(new EngineLimits(10, 10, 10_000, 3));

    private final Task<Object, Object> picky = (input, context) -> {
        switch (String.valueOf(input)) {
            case "io" -> throw new IOException("connection reset");
            case "file" -> throw new FileNotFoundException();
            case "state" -> throw new IllegalStateException("no");
            default -> {
                return input;
            }
        }
    };

    private final Pipeline twoStages = Pipeline.named("p")
            .stage(
                    "A",
                    s -> s.task(
                                    "t",
                                    (Object input, io.antflow.pipeline.TaskContext context) ->
                                            String.valueOf(input).startsWith("A")
                                                    ? picky.run(input.toString().substring(1), context)
                                                    : input)
                            .taskAttempts(1, Tasks.AT_ONCE))
            .stage("B", s -> s.task("t", picky).taskAttempts(2, Tasks.AT_ONCE))
            .build();

    @Test
    void countsByTypeMostFrequentFirstAndByStageInOrder() throws Exception {
        Run run = test.engine.start(twoStages);
        run.feedAll(List.of("io", "Aio", "state", "file", "io", "fine", "Astate"));
        run.join();

        ErrorSummary summary = run.errorSummary();
        assertThat(summary.totalFailed()).isEqualTo(6);
        assertThat(List.copyOf(summary.errorsByType().entrySet()))
                .containsExactly(
                        Map.entry("java.io.IOException", 3L),
                        Map.entry("java.lang.IllegalStateException", 2L),
                        Map.entry("java.io.FileNotFoundException", 1L));
        assertThat(List.copyOf(summary.errorsByStage().entrySet()))
                .containsExactly(Map.entry("A", 2L), Map.entry("B", 4L));
    }

    @Test
    void stagesWithoutFailuresAreLeftOut() throws Exception {
        Run run = test.engine.start(twoStages);
        run.feedAll(List.of("io", "fine"));
        run.join();

        assertThat(run.errorSummary().errorsByStage()).containsOnlyKeys("B");
    }

    @Test
    void eachFailedItemSaysWhatWhereWhenAndHowOften() throws Exception {
        Run run = test.engine.start(twoStages);
        test.clock.advance(Duration.ofSeconds(4));
        run.feed(Item.of("x", "io"));
        run.feed(Item.of("y", "file"));
        run.join();

        FailedItem x = run.errorSummary().failedItems().stream()
                .filter(item -> item.itemId().equals("x"))
                .findFirst()
                .orElseThrow();
        assertThat(x.error()).isEqualTo("connection reset");
        assertThat(x.errorType()).isEqualTo("java.io.IOException");
        assertThat(x.stage()).isEqualTo("B");
        assertThat(x.attempts()).isEqualTo(2);
        assertThat(x.timestamp()).isCloseTo(ManualClock.START.toEpochMilli() / 1000.0 + 4, within(1e-5));
        assertThat(run.errorSummary().failedItems())
                .filteredOn(item -> item.itemId().equals("y"))
                .singleElement()
                .satisfies(y -> assertThat(y.error()).as("no message").isEmpty());
    }

    @Test
    void isThereWhileTheRunIsAtWork() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            if (input.equals("hold")) {
                                gate.pass("hold");
                            }
                            return picky.run(input, context);
                        })
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        run.feedAll(List.of("hold", "io"));
        eventually("it fails", () -> run.summary().itemsFailed() == 1);

        assertThat(run.errorSummary().totalFailed()).isEqualTo(1);
        assertThat(run.snapshot().errorSummary().errorsByType()).isEqualTo(Map.of("java.io.IOException", 1L));
        assertThat(run.ended()).isFalse();
        gate.open();
        run.join();
    }

    @Test
    void aSnapshotHoldsTheMostRecentFailuresAndTheSummaryAll() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            test.clock.advance(Duration.ofMillis(1));
                            throw new IOException("no");
                        })
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        run.join();

        assertThat(run.errorSummary().failedItems())
                .extracting(FailedItem::itemId)
                .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
        ErrorSummary inSnapshot = run.snapshot().errorSummary();
        assertThat(inSnapshot.failedItems()).extracting(FailedItem::itemId).containsExactly(9L, 8L, 7L);
        assertThat(inSnapshot.totalFailed()).isEqualTo(10);
    }

    @Test
    void isEmptyWhereNothingFailed() throws Exception {
        Run run = test.engine.start(twoStages);
        run.feed(Item.of("fine"));
        run.join();

        assertThat(run.errorSummary()).isEqualTo(new ErrorSummary(0, Map.of(), Map.of(), List.of()));
    }

    @Test
    void cannotBeChanged() throws Exception {
        Run run = test.engine.start(twoStages);
        run.feed(Item.of("io"));
        run.join();
        ErrorSummary summary = run.errorSummary();

        assertThatThrownBy(() -> summary.errorsByType().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> summary.errorsByStage().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> summary.failedItems().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anExceptionThatBreaksWhenAskedForItsMessageEndsItsItemAlone() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            if (input.equals("bad")) {
                throw new Evil();
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(2, Tasks.AT_ONCE).build()));
        run.feedAll(List.of("bad", "good"));
        run.join();

        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys(Evil.class.getName());
    }

    private static final class Evil extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }
    }
}
