package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import io.antflow.pipeline.Task;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An interrupt that one item leaves behind on its worker never reaches the next. */
@Timeout(10)
class InterruptHygieneTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final List<Boolean> flags = new CopyOnWriteArrayList<>();

    private final Task<Object, Object> look = (input, context) -> {
        flags.add(Thread.currentThread().isInterrupted());
        return input;
    };

    @Test
    void aTaskThatInterruptsItselfHarmsNobody() throws Exception {
        Task<Object, Object> careless = (input, context) -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p", Stage.named("A").task("t", careless).task("next", look).build()));

        run.feedAll(List.of(1, 2, 3));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(3);
        assertThat(flags).hasSize(6).doesNotContain(true);
    }

    @Test
    void aTaskThatFailsAfterItInterruptedItselfHarmsNobody() throws Exception {
        Task<Object, Object> careless = (input, context) -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", careless)
                        .taskAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feedAll(List.of(1, 2, 3));
        run.join();

        assertThat(flags).hasSize(9).doesNotContain(true);
    }

    @Test
    void aCallbackThatInterruptsItselfHarmsNobody() throws Exception {
        StageCallbacks careless = new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) {
                Thread.currentThread().interrupt();
            }

            @Override
            public void onFailure(ItemContext item, Failure failure) {
                Thread.currentThread().interrupt();
            }

            @Override
            public void onSkip(ItemContext item, @Nullable Object value) {
                Thread.currentThread().interrupt();
            }
        };
        Task<Object, Object> task = (input, context) -> {
            look.run(input, context);
            if (input.equals(2)) {
                throw new IllegalStateException("no");
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", task)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .skipIf((value, item) -> Integer.valueOf(3).equals(value))
                        .callbacks(careless)
                        .build()));

        run.feedAll(List.of(1, 2, 3, 4, 5));
        run.join();

        assertThat(flags).hasSize(4).doesNotContain(true);
    }

    @Test
    void aConditionThatInterruptsItselfHarmsNobody() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", look)
                        .skipIf((value, item) -> {
                            flags.add(Thread.currentThread().isInterrupted());
                            Thread.currentThread().interrupt();
                            return Integer.valueOf(2).equals(value);
                        })
                        .build()));

        run.feedAll(List.of(1, 2, 3));
        run.join();

        assertThat(flags).hasSize(5).doesNotContain(true);
    }

    @Test
    void aListenerThatInterruptsItselfHarmsNobody() throws Exception {
        RunListener careless = new RunListener() {
            @Override
            public void onStatus(StatusEvent event) {
                if (event.worker() != null) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (PipelineEngine engine = PipelineEngine.builder()
                .clock(new ManualClock())
                .observer(run -> careless)
                .build()) {
            Task<Object, Object> waiting = (input, context) -> {
                Gate open = new Gate();
                open.open();
                open.pass("through");
                Thread.interrupted();
                return input;
            };
            Run run = engine.start(
                    Pipeline.of("p", Stage.named("A").task("t", waiting).build()));
            run.feedAll(List.of(1, 2, 3));
            run.join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(3);
        }
    }

    @Test
    void anInterruptedItemLeavesItsWorkerClean() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> task = (input, context) -> {
            flags.add(Thread.currentThread().isInterrupted());
            if (input.equals("cancel")) {
                try {
                    gate.pass("cancel");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return "gave up politely";
                }
            }
            return input;
        };
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("t", task).build()));
        run.feed(Item.of("x", "cancel"));
        gate.awaitArrived(1);
        run.feed(Item.of("y", "next"));
        run.cancelItem("x");
        run.join();

        assertThat(flags).containsExactly(false, false);
        assertThat(run.summary().itemsCancelled()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }
}
