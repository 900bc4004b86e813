package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole stage starts again with the value at stage entry. */
@Timeout(10)
class PerStageRetryTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void startsAllTasksOverWithTheValueAtStageEntry() throws Exception {
        List<Object> inputs = new CopyOnWriteArrayList<>();
        Task<Object, Object> first = (input, context) -> {
            inputs.add("first " + input);
            return input + "a";
        };
        Task<Object, Object> second = (input, context) -> {
            inputs.add("second " + input);
            if (context.attempt() < 3) {
                throw new IOException("gone");
            }
            return input + "b";
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("first", first)
                        .task("second", second)
                        .stageAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", "-"));
        run.join();

        assertThat(inputs).containsExactly("first -", "second -a", "first -", "second -a", "first -", "second -a");
        assertThat(run.results()).extracting(Result::value).containsExactly("-ab");
    }

    @Test
    void theAttemptIsTheStages() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", Tasks.same())
                        .task("two", Tasks.failing(1, () -> new IOException("gone")))
                        .stageAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).all("x"))
                .containsExactly(
                        "queued@A",
                        "in_progress@A by A-W0",
                        "start one 1",
                        "complete one 1",
                        "start two 1",
                        "retry two 1 java.io.IOException",
                        "retrying@A by A-W0 2 java.io.IOException: gone",
                        "in_progress@A by A-W0",
                        "start one 2",
                        "complete one 2",
                        "start two 2",
                        "complete two 2",
                        "completed@A by A-W0");
    }

    @Test
    void failuresOfDifferentTasksCountTogether() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", Tasks.failing(1, () -> new IOException("one")))
                        .task("two", Tasks.failing(9, () -> new IOException("two")))
                        .stageAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly(
                        "start one 1",
                        "retry one 1 java.io.IOException",
                        "start one 2",
                        "complete one 2",
                        "start two 2",
                        "retry two 2 java.io.IOException",
                        "start one 3",
                        "complete one 3",
                        "start two 3",
                        "fail two 3 java.io.IOException");
        assertThat(run.errorSummary().failedItems()).singleElement().satisfies(failed -> {
            assertThat(failed.attempts()).isEqualTo(3);
            assertThat(failed.error()).isEqualTo("two");
        });
    }

    @Test
    void theEndIsTheSameAsUnderPerTask() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("one", Tasks.broken(() -> new IOException("gone")))
                        .stageAttempts(2, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).statuses("x")).endsWith("failed@A by A-W0 2 java.io.IOException: gone");
        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.errorSummary().totalFailed()).isEqualTo(1);
    }

    @Test
    void anotherWorkerMayMakeTheNextAttempt() throws Exception {
        Gate gate = new Gate();
        List<String> workers = new CopyOnWriteArrayList<>();
        Task<Object, Object> task = (input, context) -> {
            workers.add(context.worker());
            if (context.itemId().equals("blocker") || context.attempt() == 2) {
                gate.pass(context.itemId());
                return input;
            }
            throw new IOException("gone");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("task", task)
                        .stageAttempts(2, Backoff.fixed(Duration.ofMillis(700)))
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(Duration.ofMillis(700));
        run.feed(Item.of("blocker", 1));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofMillis(700));
        gate.awaitArrived(2);
        gate.open();
        run.join();

        assertThat(workers).hasSize(3);
        assertThat(workers.get(2)).as("the one that is free").isNotEqualTo(workers.get(1));
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void aStageAttemptDoesNotTouchTheStagesBefore() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Task<Object, Object> note = (input, context) -> {
            seen.add(context.stage());
            return input;
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("note", note))
                .stage(
                        "B",
                        s -> s.task("note", note)
                                .task("flaky", Tasks.failing(1, IOException::new))
                                .stageAttempts(2, Tasks.AT_ONCE))
                .build());

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(seen).containsExactly("A", "B", "B");
    }
}
