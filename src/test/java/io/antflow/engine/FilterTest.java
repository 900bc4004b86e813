package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Skip;
import io.antflow.pipeline.Skipped;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task may end its item as skipped. */
@Timeout(10)
class FilterTest {

    private static final Task<Object, Object> ONLY_EVEN =
            (input, context) -> (Integer) input % 2 == 0 ? input : new Skip("odd");

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void theItemEndsThereAndNoOtherTaskGetsIt() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Task<Object, Object> see = (input, context) -> {
            seen.add(input);
            return input;
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("even", ONLY_EVEN).task("see", see))
                .stage("B", s -> s.task("see", see))
                .build());

        run.feed(Item.of("x", 1));
        run.feed(Item.of("y", 2));
        run.join();

        assertThat(seen).containsExactly(2, 2);
        assertThat(test.events(run).statuses("x"))
                .containsExactly("queued@A", "in_progress@A by A-W0", "skipped@A by A-W0");
        assertThat(test.events(run).tasks("x")).containsExactly("start even 1", "complete even 1");
        assertThat(run.history("x").getLast().metadata()).isEqualTo(Map.of("reason", "odd"));
        assertThat(run.item("x").orElseThrow().ended()).isTrue();
    }

    @Test
    void itCountsAsProcessedAndAsSkippedWhereItEnded() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("even", ONLY_EVEN))
                .stage("B", s -> s.task("same", Tasks.same()))
                .build());

        run.feedAll(List.of(1, 2, 3, 4, 5));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(5);
        StageStats a = Look.stage(run, "A");
        assertThat(a.completedItems()).isEqualTo(5);
        assertThat(a.skippedItems()).isEqualTo(3);
        assertThat(a.filteredItems()).isEqualTo(3);
        assertThat(Look.stage(run, "B").arrivedItems()).isEqualTo(2);
        assertThat(Look.metrics(run, "A-W0").itemsProcessed()).isEqualTo(5);
    }

    @Test
    void itsResultIsWhatItHadAndTellsWhereAndWhy() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("same", Tasks.same()))
                .stage(
                        "B",
                        s -> s.task("even", (input, context) -> CompletableFuture.completedFuture(new Skip("later"))))
                .stage("C", s -> s.task("same", Tasks.same()))
                .build());

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.results()).containsExactly(new Result("x", 1, 0, Map.of(), null, new Skipped("B", "later")));
    }

    @Test
    void onSkipIsToldInsteadOfOnSuccess() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("even", ONLY_EVEN)
                        .callbacks(new StageCallbacks() {
                            @Override
                            public void onSuccess(ItemContext item, @Nullable Object value) {
                                told.add("success " + value);
                            }

                            @Override
                            public void onSkip(ItemContext item, @Nullable Object value) {
                                told.add("skip " + value);
                            }
                        })
                        .build()));

        run.feedAll(List.of(1, 2));
        run.join();

        assertThat(told).containsExactly("skip 1", "success 2");
    }

    @Test
    void freesItsWorkerAtOnceWhenTheNextStageIsFull() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("even", ONLY_EVEN))
                .stage("B", s -> s.task("wait", Tasks.gated(gate)).queueCapacity(1))
                .build());

        run.feedAll(List.of(2, 1, 3, 5, 7));
        Eventually.eventually("all odd ones", () -> Look.stage(run, "A").filteredItems() == 4);
        gate.open();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(5);
    }
}
