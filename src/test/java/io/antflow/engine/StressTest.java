package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, small queues, the machine's own clock: the engine as hard at work as it gets. */
class StressTest {

    private static final int FEEDERS = 4;
    private static final int ITEMS_EACH = 5_000;
    private static final int ITEMS = FEEDERS * ITEMS_EACH;

    @Test
    @Timeout(60)
    void noItemIsLostOrDoubledUnderLoad() throws Exception {
        Task<Object, Object> flaky = (input, context) -> {
            if (context.attempt() == 1 && (Integer) input % 50 == 0) {
                throw new IllegalStateException("again");
            }
            return input;
        };
        Task<Object, Object> picky = (input, context) -> {
            if ((Integer) input % 1_000 == 7) {
                throw new IllegalArgumentException("never");
            }
            return input;
        };
        Pipeline pipeline = Pipeline.named("stress")
                .stage(
                        "A",
                        s -> s.workers(8)
                                .task("flaky", flaky)
                                .queueCapacity(8)
                                .taskAttempts(2, Backoff.fixed(Duration.ofMillis(1))))
                .stage("B", s -> s.workers(3).task("same", Tasks.same()).pull(true))
                .stage(
                        "C",
                        s -> s.workers(5).task("picky", picky).queueCapacity(1).stageAttempts(2, Tasks.AT_ONCE))
                .stage(
                        "D",
                        s -> s.workers(2)
                                .task("same", Tasks.same())
                                .queueCapacity(50)
                                .taskConcurrencyLimit("same", 1))
                .build();
        AtomicBoolean working = new AtomicBoolean(true);
        try (PipelineEngine engine = PipelineEngine.builder().build();
                ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Run run = engine.start(pipeline);
            List<Future<Long>> feeders = new ArrayList<>();
            for (int f = 0; f < FEEDERS; f++) {
                int first = f * ITEMS_EACH;
                feeders.add(others.submit(() -> feed(run, first)));
            }
            Future<Long> watcher = others.submit(() -> watch(run, working));
            Future<?> meddler = others.submit(() -> meddle(run, working));

            for (Future<Long> feeder : feeders) {
                assertThat(feeder.get()).isEqualTo(ITEMS_EACH);
            }
            run.join();
            working.set(false);
            meddler.get();

            assertThat(watcher.get()).as("snapshots taken meanwhile").isPositive();
            assertThat(run.summary().itemsFailed()).isEqualTo(ITEMS / 1_000);
            assertThat(run.summary().itemsProcessed()).isEqualTo(ITEMS - ITEMS / 1_000);
            assertThat(run.results().map(Result::value).distinct()).hasSize(ITEMS);
            Invariants.assertConsistent(run.snapshot());
        }
    }

    private static long feed(Run run, int first) throws InterruptedException {
        long accepted = 0;
        for (int i = first; i < first + ITEMS_EACH; i++) {
            if (run.feed(Item.of("item" + i, i).withPriority(i % 3)) instanceof Admission.Accepted) {
                accepted++;
            }
        }
        return accepted;
    }

    private static long watch(Run run, AtomicBoolean working) {
        long taken = 0;
        DashboardSnapshot before = run.snapshot();
        while (working.get()) {
            DashboardSnapshot snapshot = run.snapshot();
            Invariants.assertConsistent(snapshot);
            Invariants.assertFollows(snapshot, before);
            before = snapshot;
            taken++;
            Thread.yield();
        }
        return taken;
    }

    /** Whatever can be done to a run without changing what comes out of it. */
    private static void meddle(Run run, AtomicBoolean working) {
        int turn = 0;
        while (working.get()) {
            String stage = List.of("A", "B", "C", "D").get(turn % 4);
            switch (turn % 5) {
                case 0 -> run.resize(stage, 1 + turn % 9);
                case 1 -> run.pause();
                case 2 -> run.resume();
                case 3 -> run.pauseStage(stage);
                default -> List.of("A", "B", "C", "D").forEach(run::resumeStage);
            }
            turn++;
            Thread.yield();
        }
        run.resume();
        List.of("A", "B", "C", "D").forEach(run::resumeStage);
    }
}
