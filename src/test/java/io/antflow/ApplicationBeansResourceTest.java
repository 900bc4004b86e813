package io.antflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.dashboard.BaseDashboard;
import io.antflow.dashboard.Dashboard;
import io.antflow.engine.DashboardSnapshot;
import io.antflow.engine.ErrorSummary;
import io.antflow.engine.ItemStatus;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.engine.RunListener;
import io.antflow.engine.RunObserver;
import io.antflow.engine.StatusEvent;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.tracking.StatusTracker;
import io.antflow.tracking.TrackingListener;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application adds as beans is found and told of every run. */
@QuarkusTest
@Timeout(60)
class ApplicationBeansResourceTest {

    private static final String PIPELINE = "application-beans";

    private final PipelineEngine engine;
    private final StatusTracker tracker;
    private final Calls calls;

    ApplicationBeansResourceTest(PipelineEngine engine, StatusTracker tracker, Calls calls) {
        this.engine = engine;
        this.tracker = tracker;
        this.calls = calls;
    }

    /** What the beans were told, in order for each. */
    @Singleton
    static class Calls {
        final LinkedBlockingQueue<String> ofListener = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> ofObserver = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<String> ofDashboard = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<Dashboard> ofDashboardPerRun = new LinkedBlockingQueue<>();
    }

    /** A listener may use the engine: it is not needed to make it. */
    @ApplicationScoped
    static class Listener implements TrackingListener {
        private final Calls calls;
        private final PipelineEngine engine;

        Listener(Calls calls, PipelineEngine engine) {
            this.calls = calls;
            this.engine = engine;
        }

        @Override
        public void onStatus(Run run, StatusEvent event) {
            if (run.pipeline().name().equals(PIPELINE)) {
                calls.ofListener.add(
                        event.status() + " " + engine.find(run.id()).isPresent());
            }
        }
    }

    @Singleton
    static class Observer implements RunObserver {
        private final Calls calls;

        Observer(Calls calls) {
            this.calls = calls;
        }

        @Override
        public RunListener observe(Run run) {
            return new RunListener() {
                @Override
                public void onItemEnded(StatusEvent event, long durationNanos) {
                    if (run.pipeline().name().equals(PIPELINE)) {
                        calls.ofObserver.add("ended " + event.itemId());
                    }
                }
            };
        }
    }

    @Singleton
    static class Shared implements Dashboard {
        private final Calls calls;

        Shared(Calls calls, PipelineEngine engine) {
            this.calls = calls;
        }

        @Override
        public void onStart(Pipeline pipeline, long total) {
            note(pipeline.name(), "start");
        }

        @Override
        public void onUpdate(DashboardSnapshot snapshot) {
            note(snapshot.pipeline(), "update to " + snapshot.pipelineStats().itemsProcessed());
        }

        @Override
        public void onFinish(Stream<Result> results, ErrorSummary summary) {
            calls.ofDashboard.add("finish of some run");
        }

        private void note(String pipeline, String call) {
            if (pipeline.equals(PIPELINE)) {
                calls.ofDashboard.add(call);
            }
        }
    }

    @Dependent
    static class OfOneRun extends BaseDashboard {
        private final Calls calls;

        OfOneRun(Calls calls) {
            this.calls = calls;
        }

        @Override
        protected void render(DashboardSnapshot snapshot) {
            if (snapshot.pipeline().equals(PIPELINE) && snapshot.pipelineStats().itemsProcessed() == 1) {
                calls.ofDashboardPerRun.add(this);
            }
        }
    }

    private List<Result> run() throws InterruptedException {
        return engine.run(
                Pipeline.quick(PIPELINE, 1, new NamedTask("task", (value, context) -> value)), List.of("one"));
    }

    @Test
    void areToldOfEveryRun() throws Exception {
        assertThat(run()).hasSize(1);
        Dashboard first = calls.ofDashboardPerRun.take();
        assertThat(run()).hasSize(1);
        Dashboard second = calls.ofDashboardPerRun.take();

        for (int i = 0; i < 2; i++) {
            for (ItemStatus status : List.of(ItemStatus.QUEUED, ItemStatus.IN_PROGRESS, ItemStatus.COMPLETED)) {
                assertThat(calls.ofListener.take()).isEqualTo(status + " true");
            }
            assertThat(calls.ofObserver.take()).isEqualTo("ended 0");
        }
        assertThat(first).as("a dependent dashboard is one of its run").isNotSameAs(second);
        takeUntil("start");
        takeUntil("update to 1");
        takeUntil("finish of some run");
    }

    private void takeUntil(String call) throws InterruptedException {
        while (!calls.ofDashboard.take().equals(call)) {
            // of a run of another test
        }
    }

    @Test
    void theTrackerFollowsTheRunsOfTheService() throws Exception {
        Run run = engine.start(
                Pipeline.quick("application-tracker", 1, new NamedTask("task", (value, context) -> value)));
        run.feedAll(List.of("one"));
        run.join();

        assertThat(tracker.events(run).next()).isEqualTo(5);
    }
}
