package io.antflow.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DashboardsTest {

    /** Notes its calls: the start with its total, each state, the end. */
    private static class Notes implements Dashboard {
        final LinkedBlockingQueue<Object> calls = new LinkedBlockingQueue<>();
        final List<Result> results = new CopyOnWriteArrayList<>();

        @Override
        public Duration interval() {
            return Duration.ofHours(1);
        }

        @Override
        public void onStart(Pipeline pipeline, long total) {
            calls.add("start of " + pipeline.name() + " with " + total);
        }

        @Override
        public void onUpdate(DashboardSnapshot snapshot) {
            calls.add(snapshot);
        }

        @Override
        public void onFinish(Stream<Result> all, ErrorSummary summary) {
            all.forEach(results::add);
            calls.add("end with " + summary.totalFailed() + " failed");
        }

        DashboardSnapshot takeUpdate() throws InterruptedException {
            return (DashboardSnapshot) calls.take();
        }
    }

    private static Pipeline pipeline(Task<?, ?> task) {
        return Pipeline.named("one")
                .stage("Only", stage -> stage.task("task", task).taskAttempts(1, Backoff.fixed(Duration.ZERO)))
                .build();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PipelineEngine engine(Dashboard... dashboards) {
        return PipelineEngine.builder().observer(new Dashboards(dashboards)).build();
    }

    @Test
    void isToldTheStartTheStateAtOnceTheLastStateAndTheEnd() throws Exception {
        Notes notes = new Notes();
        CountDownLatch go = new CountDownLatch(1);
        try (PipelineEngine engine = engine(notes)) {
            Run run = engine.start(pipeline((Integer input, TaskContext context) -> {
                go.await();
                if (input == 2) {
                    throw new IllegalStateException("two");
                }
                return input;
            }));
            assertThat(notes.calls.take()).isEqualTo("start of one with 0");
            assertThat(notes.takeUpdate().totalItems()).isZero();
            run.feedAll(List.of(1, 2, 3));
            go.countDown();
            run.join();

            DashboardSnapshot last = notes.takeUpdate();
            assertThat(last.pipelineStats().itemsProcessed()).isEqualTo(2);
            assertThat(last.pipelineStats().itemsFailed()).isEqualTo(1);
            assertThat(notes.calls.take()).isEqualTo("end with 1 failed");
            assertThat(notes.results).extracting(Result::sequenceId).containsExactly(0L, 1L, 2L);
        }
        assertThat(notes.calls).isEmpty();
    }

    @Test
    void theStartIsToldBeforeTheFirstItemIsInWork() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Dashboard dashboard = new Notes() {
            @Override
            public void onStart(Pipeline pipeline, long total) {
                order.add("start with " + total);
            }
        };
        try (PipelineEngine engine = engine(dashboard)) {
            Run run = engine.prepare(pipeline((input, context) -> order.add("item")));
            run.feedAll(List.of(1, 2));
            run.join();
        }
        assertThat(order).containsExactly("start with 2", "item", "item");
    }

    @Test
    void updatesComeAtEveryIntervalWhileItemsAreStillBeingFed() throws Exception {
        CountDownLatch updates = new CountDownLatch(5);
        AtomicBoolean stillFeeding = new AtomicBoolean(true);
        List<Boolean> duringFeeding = new CopyOnWriteArrayList<>();
        Dashboard dashboard = new BaseDashboard() {
            @Override
            public Duration interval() {
                return Duration.ofMillis(10);
            }

            @Override
            protected void render(DashboardSnapshot snapshot) {
                duringFeeding.add(stillFeeding.get());
                updates.countDown();
            }
        };
        try (PipelineEngine engine = engine(dashboard)) {
            Run run = engine.start(pipeline((input, context) -> input));
            run.feedAll(Stream.of(1, 2).peek(number -> {
                if (number == 2) {
                    awaitUninterrupted(updates);
                }
            }));
            stillFeeding.set(false);
            run.join();
        }
        assertThat(List.copyOf(duringFeeding).subList(0, 5)).containsOnly(true);
    }

    @Test
    void oneThatThrowsIsToldWhatComesNextAndHarmsNobody() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        Dashboard throwing = new Dashboard() {
            @Override
            public Duration interval() {
                throw new IllegalStateException("interval");
            }

            @Override
            public void onStart(Pipeline pipeline, long total) throws Exception {
                calls.add("start");
                throw new IOException("start");
            }

            @Override
            public void onUpdate(DashboardSnapshot snapshot) {
                calls.add("update");
                throw new AssertionError("update");
            }

            @Override
            public void onFinish(Stream<Result> results, ErrorSummary summary) {
                calls.add("finish");
                end.countDown();
                throw new StackOverflowError("finish");
            }
        };
        Notes other = new Notes();
        List<Result> results;
        try (PipelineEngine engine = engine(throwing, other)) {
            results = engine.run(pipeline((input, context) -> input), List.of(1, 2));
            end.await();
        }
        assertThat(results).hasSize(2);
        assertThat(calls)
                .startsWith("start", "update")
                .endsWith("update", "finish")
                .containsOnlyOnce("finish");
        assertThat(other.calls.take()).isEqualTo("start of one with 0");
    }

    @Test
    void oneThatHangsSlowsNeitherTheRunNorAnother() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Dashboard hanging = new Notes() {
            @Override
            public void onUpdate(DashboardSnapshot snapshot) {
                awaitUninterrupted(never);
            }
        };
        Notes other = new Notes();
        try (PipelineEngine engine = engine(hanging, other)) {
            List<Result> results = engine.run(
                    pipeline((input, context) -> input),
                    IntStream.range(0, 1000).boxed().toList());

            assertThat(results).hasSize(1000);
            assertThat(other.calls.take()).isEqualTo("start of one with 0");
            other.takeUpdate();
            assertThat(other.takeUpdate().pipelineStats().itemsProcessed()).isEqualTo(1000);
            assertThat(other.calls.take()).isEqualTo("end with 0 failed");
        }
        never.countDown();
    }

    @Test
    void aRunWhoseFailedItemsArePutBackIsShownAgain() throws Exception {
        AtomicBoolean works = new AtomicBoolean();
        Notes notes = new Notes();
        try (PipelineEngine engine = engine(notes)) {
            Run run = engine.start(pipeline((input, context) -> {
                if (!works.get()) {
                    throw new IllegalStateException("not yet");
                }
                return input;
            }));
            run.feedAll(List.of(1));
            run.join();
            assertThat(calls(notes, 4)).startsWith("start of one with 0").endsWith("end with 1 failed");

            works.set(true);
            run.retryFailed();

            assertThat(calls(notes, 4)).startsWith("start of one with 1").endsWith("end with 0 failed");
        }
    }

    private static List<Object> calls(Notes notes, int count) throws InterruptedException {
        List<Object> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(notes.calls.take());
        }
        return calls;
    }

    @Test
    void oneRunCanBeShownWithoutAnEngineThatKnows() throws Exception {
        Notes during = new Notes();
        Notes after = new Notes();
        try (PipelineEngine engine = PipelineEngine.builder().build()) {
            Run run = engine.start(pipeline((input, context) -> input));
            Dashboards.show(run, during);
            assertThat(during.calls.take()).isEqualTo("start of one with 0");
            during.takeUpdate();
            run.feedAll(List.of(1));
            run.join();
            assertThat(during.takeUpdate().pipelineStats().itemsProcessed()).isEqualTo(1);
            assertThat(during.calls.take()).isEqualTo("end with 0 failed");

            Dashboards.show(run, after);

            assertThat(calls(after, 4)).startsWith("start of one with 1").endsWith("end with 0 failed");
        }
    }

    /** Hangs in its last call until it is let go. */
    private static final class Hanging extends Notes {
        final CountDownLatch finishing = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public void onFinish(Stream<Result> all, ErrorSummary summary) {
            finishing.countDown();
            awaitUninterrupted(letGo);
        }
    }

    @Test
    void whoShowsARunCanWaitUntilTheDashboardHasBeenToldAll() throws Exception {
        Hanging hanging = new Hanging();
        try (PipelineEngine engine = PipelineEngine.builder().build()) {
            Run run = engine.start(pipeline((input, context) -> input));
            CompletableFuture<Void> shown = Dashboards.show(run, hanging);
            run.join();
            hanging.finishing.await();
            assertThat(shown).isNotDone();

            hanging.letGo.countDown();
            shown.join();
        }
    }

    @Test
    void closingWaitsUntilAllIsTold() throws Exception {
        Notes notes = new Notes();
        Dashboards dashboards = new Dashboards(notes);
        try (PipelineEngine engine =
                PipelineEngine.builder().observer(dashboards).build()) {
            engine.start(pipeline((input, context) -> input)).join();
        }
        dashboards.close();

        assertThat(notes.calls).contains("end with 0 failed");
    }

    @Test
    void nobodyWaitsForWhatADashboardThatHangsIsNeverTold() throws Exception {
        Hanging hanging = new Hanging();
        try (PipelineEngine engine = PipelineEngine.builder().build()) {
            Showing showing = new Showing(engine.start(pipeline((input, context) -> input)), hanging);
            Showing.Life first = showing.begin();
            showing.end();
            hanging.finishing.await();
            Showing.Life second = showing.begin();
            showing.end();
            Showing.Life third = showing.begin();
            showing.end();
            assertThat(first.shown()).isNotDone();
            assertThat(second.shown()).isCompleted();
            assertThat(third.shown()).isNotDone();

            hanging.letGo.countDown();
            first.shown().join();
            third.shown().join();
        }
    }
}
