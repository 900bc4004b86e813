package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the engine tells those who listen. */
@Timeout(10)
class ListenerTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Pipeline pipeline = Pipeline.named("p")
            .stage(
                    "A",
                    s -> s.workers(2)
                            .task("a", Tasks.failing(1, IllegalStateException::new))
                            .taskAttempts(2, Tasks.AT_ONCE))
            .stage("B", s -> s.workers(2).task("b", Tasks.same()))
            .build();

    @Test
    void eachObserverIsAskedOnceForEachRunBeforeItsFirstItem() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        RunObserver first = run -> {
            asked.add("first " + run.pipeline().name() + " " + run.id().length());
            return new RunListener() {};
        };
        RunObserver second = run -> {
            asked.add("second");
            return new RunListener() {};
        };
        try (PipelineEngine engine = PipelineEngine.builder()
                .clock(new ManualClock())
                .observer(first)
                .observer(second)
                .build()) {
            Run run = engine.prepare(pipeline);
            assertThat(asked).containsExactly("first p " + run.id().length(), "second");
            run.feedAll(List.of(1, 2, 3));
            run.join();
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void theEventsOfAnItemComeInOrder() throws Exception {
        Run run = test.engine.start(pipeline);
        run.feedAll(IntStream.range(0, 50).boxed().toList());
        run.join();

        for (long id = 0; id < 50; id++) {
            assertThat(test.events(run).statusEvents(id)).containsExactlyElementsOf(run.history(id));
        }
    }

    @Test
    void theRunsOwnEventsFrameTheItems() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onStarted() {
                told.add("started");
            }

            @Override
            public void onStatus(StatusEvent event) {
                told.add("status");
            }

            @Override
            public void onEnded() {
                told.add("ended");
            }
        };
        try (PipelineEngine engine = PipelineEngine.builder()
                .clock(new ManualClock())
                .observer(run -> listener)
                .build()) {
            Run run = engine.start(pipeline);
            run.feed(Item.of(1));
            run.join();
        }

        assertThat(told).first().isEqualTo("started");
        assertThat(told).last().isEqualTo("ended");
        assertThat(told).filteredOn("ended"::equals).hasSize(1);
    }

    @Test
    void listenersAreNested() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Run run;
        try (PipelineEngine engine = PipelineEngine.builder()
                .clock(new ManualClock())
                .observer(of -> new Teller("outer", told))
                .observer(of -> new Teller("inner", told))
                .build()) {
            run = engine.start(
                    Pipeline.of("p", Stage.named("A").task("t", Tasks.same()).build()));
            run.feed(Item.of(1));
            run.join();
        }

        assertThat(told)
                .containsExactly(
                        "outer started",
                        "inner started",
                        "outer QUEUED",
                        "inner QUEUED",
                        "outer IN_PROGRESS",
                        "inner IN_PROGRESS",
                        "outer START",
                        "inner START",
                        "inner COMPLETE",
                        "outer COMPLETE",
                        "inner COMPLETED",
                        "outer COMPLETED",
                        "inner item ended",
                        "outer item ended",
                        "inner ended",
                        "outer ended");
    }

    private record Teller(String name, List<String> told) implements RunListener {

        @Override
        public void onStarted() {
            told.add(name + " started");
        }

        @Override
        public void onStatus(StatusEvent event) {
            told.add(name + " " + event.status());
        }

        @Override
        public void onTask(TaskEvent event) {
            told.add(name + " " + event.type());
        }

        @Override
        public void onItemEnded(StatusEvent event, long durationNanos) {
            told.add(name + " item ended");
        }

        @Override
        public void onEnded() {
            told.add(name + " ended");
        }
    }

    @Test
    void eachItemsEndIsToldOnceWithHowLongItTook() throws Exception {
        Gate gate = new Gate();
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("t", Tasks.gated(gate)).build()));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(5));
        gate.open();
        run.join();

        assertThat(test.events(run).ends())
                .singleElement()
                .satisfies(end -> assertThat(EventRecorder.line(end)).isEqualTo("completed@A by A-W0"));
        assertThat(test.events(run).endDurations())
                .containsExactly(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void whatAListenerThrowsChangesNothing() throws Exception {
        RunListener throwing = new RunListener() {
            @Override
            public void onStarted() {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onStatus(StatusEvent event) {
                throw new StackOverflowError("listener");
            }

            @Override
            public void onTask(TaskEvent event) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onItemEnded(StatusEvent event, long durationNanos) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onEnded() {
                throw new IllegalStateException("listener");
            }

            @Override
            public void onForgotten() {
                throw new IllegalStateException("listener");
            }
        };
        EventRecorder behind = new EventRecorder();
        try (PipelineEngine engine = PipelineEngine.builder()
                .clock(new ManualClock())
                .observer(run -> throwing)
                .observer(behind)
                .build()) {
            Run run = engine.start(pipeline);
            run.feedAll(List.of(1, 2, 3));
            run.join();

            assertThat(run.summary().itemsProcessed()).isEqualTo(3);
            assertThat(behind.of(run).tasks(0L))
                    .as("a successful task is not run again, and the others are told all the same")
                    .containsExactly(
                            "start a 1",
                            "retry a 1 java.lang.IllegalStateException",
                            "start a 2",
                            "complete a 2",
                            "start b 1",
                            "complete b 1");
            assertThat(engine.forget(run.id())).isTrue();
        }
    }

    @Test
    void aTaskEventTellsWhoWhatWhenAndHowLong() throws Exception {
        Gate gate = new Gate();
        Task<Object, Object> failing = (input, context) -> {
            gate.pass("x");
            throw new IllegalStateException("no");
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.same()))
                .stage("B", s -> s.task("b", failing).taskAttempts(1, Tasks.AT_ONCE))
                .build());
        test.clock.advance(Duration.ofSeconds(1));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        test.clock.advance(Duration.ofSeconds(2));
        gate.open();
        run.join();

        TaskEvent start = test.events(run).taskEvents("x").get(2);
        TaskEvent fail = test.events(run).taskEvents("x").get(3);
        assertThat(start.stage()).isEqualTo("B");
        assertThat(start.stageIndex()).isEqualTo(1);
        assertThat(start.task()).isEqualTo("b");
        assertThat(start.worker()).isEqualTo("B-W0");
        assertThat(start.durationNanos()).isZero();
        assertThat(start.error()).isNull();
        assertThat(fail.type()).isEqualTo(TaskEvent.Type.FAIL);
        assertThat(fail.durationNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(fail.error()).hasMessage("no");
        assertThat(fail.timedOut()).isFalse();
        assertThat(fail.timestamp() - start.timestamp()).isBetween(1.999, 2.001);
    }
}
