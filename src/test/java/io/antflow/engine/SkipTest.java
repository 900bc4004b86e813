package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An item that a stage does not want passes it by, unchanged. */
@Timeout(10)
class SkipTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void theItemPassesByWithItsValueUnchanged() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.append("a")).skipIf((value, item) -> "cached".equals(value)))
                .stage("B", s -> s.task("b", Tasks.append("b")))
                .build());

        run.feed(Item.of("x", "cached"));
        run.feed(Item.of("y", "new"));
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly("cachedb", "newab");
    }

    @Test
    void skippedReplacesInProgressAndCompleted() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.same()).skipIf((value, item) -> true))
                .stage("B", s -> s.task("b", Tasks.same()))
                .build());

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).statuses("x"))
                .containsExactly(
                        "queued@A", "skipped@A by A-W0", "queued@B", "in_progress@B by B-W0", "completed@B by B-W0");
        assertThat(test.events(run).tasks("x")).containsExactly("start b 1", "complete b 1");
    }

    @Test
    void anItemThatTheLastStageSkipsHasComeToItsEnd() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.same())
                        .skipIf((value, item) -> true)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.item("x").orElseThrow().status()).isEqualTo(ItemStatus.SKIPPED);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(test.events(run).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.status()).isEqualTo(ItemStatus.SKIPPED));
    }

    @Test
    void skippedItemsCountAsCompletedToo() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.same())
                        .skipIf((value, item) -> (int) (Integer) java.util.Objects.requireNonNull(value) % 3 == 0)
                        .build()));

        run.feedAll(List.of(0, 1, 2, 3, 4, 5, 6));
        run.join();

        StageStats stats = Look.stage(run, "A");
        assertThat(stats.completedItems()).isEqualTo(7);
        assertThat(stats.skippedItems()).isEqualTo(3);
        assertThat(Look.metrics(run, "A-W0").itemsProcessed()).isEqualTo(7);
    }

    @Test
    void whatTheConditionThrowsFailsTheItem() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        IOException broken = new IOException("no answer");
        List<String> told = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", (Object input, io.antflow.pipeline.TaskContext c) -> runs.incrementAndGet())
                        .skipIf((value, item) -> {
                            if (item.itemId().equals("x")) {
                                throw broken;
                            }
                            return false;
                        })
                        .callbacks(new StageCallbacks() {
                            @Override
                            public void onFailure(ItemContext item, Failure failure) {
                                told.add(item.itemId() + " " + failure.message());
                            }
                        })
                        .build()));

        run.feed(Item.of("x", 1));
        run.feed(Item.of("y", 1));
        run.join();

        assertThat(runs).as("neither a yes nor a no").hasValue(1);
        assertThat(run.errorSummary().errorsByType()).isEqualTo(Map.of("java.io.IOException", 1L));
        assertThat(run.results().filter(Result::failed))
                .singleElement()
                .satisfies(result -> assertThat(result.error())
                        .satisfies(error -> assertThat(error.cause()).isSameAs(broken)));
        assertThat(told).containsExactly("x no answer");
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anErrorInTheConditionEndsItsItemAlone() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.same())
                        .skipIf((value, item) -> {
                            if (item.itemId().equals("x")) {
                                throw new StackOverflowError();
                            }
                            return false;
                        })
                        .build()));

        run.feed(Item.of("x", 1));
        run.feed(Item.of("y", 1));
        run.join();

        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void onSkipIsToldInsteadOfOnSuccess() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.append("a"))
                        .skipIf((value, item) -> item.itemId().equals("x"))
                        .callbacks(new StageCallbacks() {
                            @Override
                            public void onSuccess(ItemContext item, @Nullable Object value) {
                                told.add("success " + item.itemId() + " " + value);
                            }

                            @Override
                            public void onSkip(ItemContext item, @Nullable Object value) {
                                told.add("skip " + item.itemId() + " " + value);
                            }
                        })
                        .build()));

        run.feed(Item.of("x", "1"));
        run.feed(Item.of("y", "2"));
        run.join();

        assertThat(told).containsExactly("skip x 1", "success y 2a");
    }

    @Test
    void theConditionSeesTheItem() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.same())
                        .skipIf((value, item) -> {
                            seen.add(item.metadata().get("cached"));
                            seen.add(item.priority());
                            seen.add(item.stage());
                            seen.add(item.pipeline());
                            seen.add(item.sequenceId());
                            return true;
                        })
                        .build()));

        run.feed(Item.of("x", null).withMetadata(Map.of("cached", true)).withPriority(3));
        run.join();

        assertThat(seen).containsExactly(true, 3, "A", "p", 0L);
    }

    @Test
    void theConditionIsAskedOnceAnItem() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.failing(2, IOException::new))
                        .stageAttempts(3, Tasks.AT_ONCE)
                        .skipIf((value, item) -> {
                            asked.incrementAndGet();
                            return false;
                        })
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(asked).hasValue(1);
    }
}
