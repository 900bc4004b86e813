package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.EngineClock;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.NamedTask;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.PipelineRemoved;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMetrics metrics = new PipelineMetrics(registry, this::engine, EngineClock.system());
    private final PipelineEngine engine =
            PipelineEngine.builder().observer(metrics).build();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    private PipelineEngine engine() {
        return engine;
    }

    @AfterEach
    void stop() {
        go.countDown();
        engine.close();
    }

    private Scrape scrape() {
        return Scrape.of(registry.scrape());
    }

    /** "bad" fails at once, "flaky" once, "slow" takes too long, "skip" passes by the second stage. */
    private static Pipeline users() {
        return Pipeline.named("users")
                .stage(
                        "Fetch",
                        stage -> stage.workers(2)
                                .task("get", (String value, TaskContext context) -> switch (value) {
                                    case "bad" -> throw new IllegalArgumentException("bad");
                                    case "flaky" -> {
                                        if (context.attempt() == 1) {
                                            throw new IllegalStateException("not yet");
                                        }
                                        yield value;
                                    }
                                    case "slow" -> {
                                        new CountDownLatch(1).await();
                                        yield value;
                                    }
                                    default -> value;
                                })
                                .retry(new Retry(
                                        Retry.Scope.PER_TASK,
                                        2,
                                        2,
                                        Backoff.fixed(Duration.ofMillis(1)),
                                        List.of(IllegalStateException.class),
                                        List.of()))
                                .taskTimeout(Duration.ofMillis(20)))
                .stage(
                        "Save",
                        stage -> stage.task("check", (value, context) -> value)
                                .task("put", (value, context) -> value)
                                .skipIf((value, item) -> "skip".equals(value)))
                .build();
    }

    private Task<?, ?> hold() {
        return (value, context) -> {
            held.countDown();
            go.await();
            return value;
        };
    }

    @Test
    void countsWhatBecomesOfItemsAndAttempts() throws Exception {
        Run run = engine.start(users());
        run.feedAll(List.of("fine", "fine", "skip", "bad", "flaky", "slow"));
        run.join();

        Scrape after = scrape();

        assertThat(after.value("antflow_pipeline_items_accepted_total{pipeline='users'}"))
                .isEqualTo(6);
        assertThat(after.value("antflow_pipeline_items_total{outcome='processed',pipeline='users'}"))
                .isEqualTo(4);
        assertThat(after.value("antflow_pipeline_items_total{outcome='failed',pipeline='users'}"))
                .isEqualTo(2);
        assertThat(after.value("antflow_pipeline_items_total{outcome='cancelled',pipeline='users'}"))
                .isZero();
        assertThat(after.value("antflow_stage_items_total{outcome='completed',pipeline='users',stage='Fetch'}"))
                .isEqualTo(4);
        assertThat(after.value("antflow_stage_items_total{outcome='failed',pipeline='users',stage='Fetch'}"))
                .isEqualTo(2);
        assertThat(after.value("antflow_stage_items_total{outcome='completed',pipeline='users',stage='Save'}"))
                .isEqualTo(3);
        assertThat(after.value("antflow_stage_items_total{outcome='skipped',pipeline='users',stage='Save'}"))
                .isEqualTo(1);
        assertThat(attempts(after, "ok", "Fetch", "get")).isEqualTo(4);
        assertThat(attempts(after, "retried", "Fetch", "get")).isEqualTo(1);
        assertThat(attempts(after, "failed", "Fetch", "get")).isEqualTo(1);
        assertThat(attempts(after, "timeout", "Fetch", "get")).isEqualTo(1);
        assertThat(attempts(after, "ok", "Save", "check")).isEqualTo(3);
        assertThat(attempts(after, "ok", "Save", "put")).isEqualTo(3);
    }

    private static double attempts(Scrape scrape, String outcome, String stage, String task) {
        String labels = "{outcome='%s',pipeline='users',stage='%s',task='%s'}".formatted(outcome, stage, task);
        double count = scrape.value("antflow_task_attempts_total" + labels);
        assertThat(scrape.value("antflow_task_duration_seconds_count" + labels)).isEqualTo(count);
        return count;
    }

    @Test
    void timesItemsAttemptsAndWaitsInTheQueueButNotBetweenAttempts() throws Exception {
        Run run = engine.start(users());
        run.feedAll(List.of("fine", "skip", "flaky", "slow"));
        run.join();

        Scrape after = scrape();

        assertThat(after.value("antflow_stage_wait_seconds_count{pipeline='users',stage='Fetch'}"))
                .as("each item waited once, the one that was retried too")
                .isEqualTo(4);
        assertThat(after.value("antflow_stage_wait_seconds_count{pipeline='users',stage='Save'}"))
                .as("the skipped one was never in work")
                .isEqualTo(2);
        assertThat(after.value("antflow_item_duration_seconds_count{outcome='processed',pipeline='users'}"))
                .isEqualTo(3);
        assertThat(after.value("antflow_item_duration_seconds_sum{outcome='failed',pipeline='users'}"))
                .isGreaterThanOrEqualTo(0.02);
        assertThat(
                        after.value(
                                "antflow_task_duration_seconds_sum{outcome='timeout',pipeline='users',stage='Fetch',task='get'}"))
                .isGreaterThanOrEqualTo(0.02);
        assertThat(
                        after.value(
                                "antflow_task_duration_seconds_bucket{outcome='timeout',pipeline='users',stage='Fetch',task='get',le='0.01'}"))
                .isZero();
        assertThat(
                        after.value(
                                "antflow_task_duration_seconds_bucket{outcome='timeout',pipeline='users',stage='Fetch',task='get',le='+Inf'}"))
                .isEqualTo(1);
    }

    @Test
    void metersOutliveACollectionOfGarbage() throws Exception {
        engine.run(users(), List.of("fine"));
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        while (garbage.get() != null) {
            System.gc();
        }

        engine.run(users(), List.of("fine"));

        assertThat(attempts(scrape(), "ok", "Fetch", "get")).isEqualTo(2);
        assertThat(scrape().value("antflow_pipeline_items_total{outcome='processed',pipeline='users'}"))
                .isEqualTo(2);
        assertThat(scrape().value("antflow_runs{pipeline='users',status='completed'}"))
                .isEqualTo(2);
    }

    @Test
    void gaugesShowTheActiveRunsOfAPipelineTogether() throws Exception {
        CountDownLatch bothHeld = new CountDownLatch(2);
        Pipeline pipeline = Pipeline.named("held")
                .stage(
                        "Only",
                        stage -> stage.workers(2).queueCapacity(10).task("hold", (value, context) -> {
                            bothHeld.countDown();
                            go.await();
                            return value;
                        }))
                .build();
        Run one = engine.start(pipeline);
        one.feedAll(List.of(1, 2, 3, 4, 5));
        Run other = engine.start(pipeline);
        other.pause();
        other.feedAll(List.of(1));
        bothHeld.await();

        Scrape during = scrape();

        assertThat(during.value("antflow_stage_pending_items{pipeline='held',stage='Only'}"))
                .isEqualTo(4);
        assertThat(during.value("antflow_stage_paused_items{pipeline='held',stage='Only'}"))
                .as("only those of the run that is paused")
                .isEqualTo(1);
        assertThat(during.value("antflow_stage_in_progress_items{pipeline='held',stage='Only'}"))
                .isEqualTo(2);
        assertThat(during.value("antflow_stage_queue_capacity_items{pipeline='held',stage='Only'}"))
                .isEqualTo(20);
        assertThat(during.value("antflow_stage_workers{pipeline='held',stage='Only',state='busy'}"))
                .isEqualTo(2);
        assertThat(during.value("antflow_stage_workers{pipeline='held',stage='Only',state='idle'}"))
                .isEqualTo(2);
        assertThat(during.value("antflow_stage_workers{pipeline='held',stage='Only',state='blocked'}"))
                .isZero();
        assertThat(during.value("antflow_stage_oldest_pending_seconds{pipeline='held',stage='Only'}"))
                .isPositive();
        assertThat(during.value("antflow_stage_oldest_in_progress_seconds{pipeline='held',stage='Only'}"))
                .isPositive();
        assertThat(during.value("antflow_pipeline_items_in_flight{pipeline='held'}"))
                .isEqualTo(6);
        assertThat(during.value("antflow_pipeline_paused{pipeline='held'}")).isEqualTo(1);
        assertThat(during.value("antflow_runs{pipeline='held',status='running'}"))
                .isEqualTo(1);
        assertThat(during.value("antflow_runs{pipeline='held',status='paused'}"))
                .isEqualTo(1);
    }

    @Test
    void whatWaitsAtAStageThatIsHeldAloneIsPausedThereAndNowhereElse() throws Exception {
        Run run = engine.start(users());
        run.pauseStage("Fetch");
        run.feedAll(List.of("fine", "fine", "fine"));

        Scrape during = scrape();
        run.resumeStage("Fetch");
        run.join();

        assertThat(during.value("antflow_stage_paused_items{pipeline='users',stage='Fetch'}"))
                .isEqualTo(3);
        assertThat(during.value("antflow_stage_paused_items{pipeline='users',stage='Save'}"))
                .isZero();
        assertThat(during.value("antflow_pipeline_paused{pipeline='users'}"))
                .as("its run is not")
                .isZero();
        assertThat(scrape().value("antflow_stage_paused_items{pipeline='users',stage='Fetch'}"))
                .isZero();
    }

    @Test
    void gaugesAreZeroWhenThePipelineIsIdle() throws Exception {
        Run run = engine.start(users());
        run.feedAll(List.of("fine"));
        run.join();

        Scrape after = scrape();

        assertThat(after.value("antflow_stage_pending_items{pipeline='users',stage='Fetch'}"))
                .isZero();
        assertThat(after.value("antflow_stage_workers{pipeline='users',stage='Fetch',state='idle'}"))
                .isZero();
        assertThat(after.value("antflow_stage_queue_capacity_items{pipeline='users',stage='Save'}"))
                .isZero();
        assertThat(after.value("antflow_pipeline_items_in_flight{pipeline='users'}"))
                .isZero();
        assertThat(after.value("antflow_runs{pipeline='users',status='running'}"))
                .isZero();
        assertThat(after.value("antflow_runs{pipeline='users',status='completed'}"))
                .isEqualTo(1);
    }

    @Test
    void aScrapeTakesOneSnapshotOfEachRun() throws Exception {
        Run run = engine.start(users());
        run.feed(Item.of("fine"));
        scrape();
        long before = run.snapshot().version();

        scrape();

        assertThat(run.snapshot().version()).isEqualTo(before + 2);
    }

    @Test
    void aDeletedPipelineIsMeasuredNoMore() throws Exception {
        Run run = engine.start(users());
        run.feedAll(List.of("fine", "bad"));
        run.join();
        Run other = engine.start(Pipeline.quick("other", 1, new NamedTask("t", (v, c) -> v)));
        other.join();

        metrics.onRemoved(new PipelineRemoved("users"));
        run.retryFailed();
        run.join();

        assertThat(scrape().lines())
                .noneMatch(line -> line.contains("\"users\""))
                .anyMatch(line -> line.contains("\"other\""));
    }

    @Test
    void aPipelineThatWasDeletedAndDefinedAgainStartsAtZero() throws Exception {
        engine.run(users(), List.of("fine", "fine"));
        metrics.onRemoved(new PipelineRemoved("users"));

        engine.run(users(), List.of("fine"));

        assertThat(scrape().value("antflow_pipeline_items_accepted_total{pipeline='users'}"))
                .isEqualTo(1);
    }

    @Test
    void stagesAndTasksThatAreNoLongerDefinedGoWithTheNextRun() throws Exception {
        engine.run(users(), List.of("fine"));

        engine.run(
                Pipeline.named("users")
                        .stage("Save", stage -> stage.task("put", (value, context) -> value))
                        .build(),
                List.of("fine"));

        assertThat(scrape().lines())
                .noneMatch(line -> line.contains("stage=\"Fetch\"") || line.contains("task=\"check\""));
        assertThat(attempts(scrape(), "ok", "Save", "put")).isEqualTo(2);
    }

    @Test
    void stagesOfAnEndedRunThatGoesOnAreMeasuredAgain() throws Exception {
        Run old = engine.start(users());
        old.feedAll(List.of("bad"));
        old.join();
        engine.run(Pipeline.quick("users", 1, new NamedTask("t", (v, c) -> v)), List.of("fine"));

        old.retryFailed();
        old.join();

        assertThat(attempts(scrape(), "failed", "Fetch", "get")).isEqualTo(1);
    }

    @Test
    void anItemThatIsPutBackIsAcceptedOnceAndEndsTwice() throws Exception {
        Run run = engine.start(users());
        run.feedAll(List.of("bad"));
        run.join();

        run.retryFailed();
        run.join();

        assertThat(scrape().value("antflow_pipeline_items_accepted_total{pipeline='users'}"))
                .isEqualTo(1);
        assertThat(scrape().value("antflow_pipeline_items_total{outcome='failed',pipeline='users'}"))
                .isEqualTo(2);
    }

    @Test
    void cancelledItemsAreCountedWhereTheyWaited() throws Exception {
        Run run = engine.start(Pipeline.named("held")
                .stage("Only", stage -> stage.task("hold", hold()))
                .build());
        run.feedAll(List.of(1, 2, 3));
        held.await();
        run.cancel();
        go.countDown();
        run.join();

        assertThat(scrape().value("antflow_stage_items_total{outcome='cancelled',pipeline='held',stage='Only'}"))
                .isEqualTo(2);
        assertThat(scrape().value("antflow_pipeline_items_total{outcome='cancelled',pipeline='held'}"))
                .isEqualTo(2);
        assertThat(scrape().value("antflow_pipeline_items_total{outcome='processed',pipeline='held'}"))
                .isEqualTo(1);
    }
}
