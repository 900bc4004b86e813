package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes from task to task and from stage to stage, and what stays with the item. */
@Timeout(10)
class ValuesTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void eachTaskGetsWhatTheOneBeforeReturned() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("1", Tasks.append("1")).task("2", Tasks.append("2")))
                .stage("B", s -> s.task("3", Tasks.append("3")))
                .build());

        run.feed(Item.of("-"));
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly("-123");
    }

    @Test
    void nullIsAValueThroughTasksAndStages() throws Exception {
        List<@Nullable Object> seen = new CopyOnWriteArrayList<>();
        Task<@Nullable Object, @Nullable Object> note = (input, context) -> {
            seen.add(String.valueOf(input));
            return Tasks.toNull().run(input, context);
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("1", note).task("2", note))
                .stage("B", s -> s.task("3", note).stageAttempts(2, Tasks.AT_ONCE))
                .build());

        run.feed(Item.of("x", "value"));
        run.feed(Item.of("y", null));
        run.join();

        assertThat(seen).hasSize(6).filteredOn("value"::equals).hasSize(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
        assertThat(run.results()).extracting(Result::value).containsExactly(null, null);
    }

    @Test
    void aListBecomesTheArgumentsOfATaskWithSeveralParameters() throws Exception {
        Task<List<?>, Integer> sum = Task.unpack((Integer a, Integer b, TaskContext context) -> a + b);
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("sum", sum).build()));

        run.feed(Item.of("x", List.of(2, 3)));
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly(5);
    }

    @Test
    void aListOfTheWrongSizeFailsTheItemAndSaysWhy() throws Exception {
        Task<List<?>, Integer> sum = Task.unpack((Integer a, Integer b, TaskContext context) -> a + b);
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("sum", sum).taskAttempts(1, Tasks.AT_ONCE).build()));

        run.feed(Item.of("x", List.of(2)));
        run.feed(Item.of("y", "no list"));
        run.join();

        assertThat(run.errorSummary().failedItems())
                .extracting(FailedItem::errorType)
                .containsExactlyInAnyOrder("java.lang.IllegalArgumentException", "java.lang.ClassCastException");
        assertThat(run.errorSummary().failedItems())
                .anySatisfy(failed -> assertThat(failed.error()).contains("2 elements"));
    }

    @Test
    void aTaskSeesItsItem() throws Exception {
        List<@Nullable Object> seen = new ArrayList<>();
        Task<Object, Object> look = (input, context) -> {
            seen.add(context.itemId());
            seen.add(context.sequenceId());
            seen.add(context.metadata());
            seen.add(context.priority());
            seen.add(context.pipeline());
            seen.add(context.stage());
            seen.add(context.task());
            seen.add(context.worker());
            seen.add(context.attempt());
            seen.add(context.runId());
            return input;
        };
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("look", look).build()));

        run.feed(Item.of(42, "v").withMetadata(Map.of("k", "m")).withPriority(7));
        run.join();

        assertThat(seen).containsExactly(42L, 0L, Map.of("k", "m"), 7, "p", "A", "look", "A-W0", 1, run.id());
    }

    @Test
    void idValueSequenceAndMetadataComeBackInTheResult() throws Exception {
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("same", Tasks.same()).build()));

        run.feed(Item.of("x", 1).withMetadata(Map.of("k", "m")));
        run.feed(Item.of("plain"));
        run.join();

        assertThat(run.results())
                .containsExactly(
                        new Result("x", 1, 0, Map.of("k", "m"), null, null),
                        new Result(1L, "plain", 1, Map.of(), null, null));
    }

    @Test
    void aFailedItemComesBackWithWhatItHadWhenItFailed() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.append("a")))
                .stage(
                        "B",
                        s -> s.task("b", Tasks.broken(IllegalStateException::new))
                                .taskAttempts(1, Tasks.AT_ONCE))
                .build());

        run.feed(Item.of("x", "-").withMetadata(Map.of("k", 1)));
        run.join();

        assertThat(run.results()).singleElement().satisfies(result -> {
            assertThat(result.value()).isEqualTo("-a");
            assertThat(result.metadata()).isEqualTo(Map.of("k", 1));
            assertThat(result.failed()).isTrue();
        });
    }

    @Test
    void aValueOfTheWrongTypeFailsTheItemAlone() throws Exception {
        Task<Integer, Integer> twice = (input, context) -> input * 2;
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", twice).taskAttempts(1, Tasks.AT_ONCE).build()));

        run.feedAll(List.of(1, "two", 3));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("java.lang.ClassCastException");
    }

    @Test
    void aPipelineThatCollectsNoResultsOnlyCounts() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("same", Tasks.failing(0, IllegalStateException::new)))
                .collectResults(false)
                .build());

        run.feedAll(List.of("a", "b", "c"));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(3);
        assertThat(run.results().map(Result::value).filter(java.util.Objects::nonNull))
                .isEmpty();
    }
}
