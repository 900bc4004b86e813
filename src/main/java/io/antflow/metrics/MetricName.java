package io.antflow.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Every metric there is, under the name that Prometheus shows. Meters are made here and nowhere else. */
enum MetricName {
    STAGE_PENDING(
            Kind.GAUGE,
            "antflow_stage_pending_items",
            List.of(Label.PIPELINE, Label.STAGE),
            "Items that wait at the stage, those that wait for their next attempt included"),
    STAGE_PAUSED(
            Kind.GAUGE,
            "antflow_stage_paused_items",
            List.of(Label.PIPELINE, Label.STAGE),
            "Those of the items that wait at the stage because it is held, alone or with its run"),
    STAGE_IN_PROGRESS(
            Kind.GAUGE,
            "antflow_stage_in_progress_items",
            List.of(Label.PIPELINE, Label.STAGE),
            "Items in work at the stage"),
    STAGE_QUEUE_CAPACITY(
            Kind.GAUGE,
            "antflow_stage_queue_capacity_items",
            List.of(Label.PIPELINE, Label.STAGE),
            "Items that may wait in the stage's queues; 0 when idle or unbounded"),
    STAGE_WORKERS(
            Kind.GAUGE,
            "antflow_stage_workers",
            List.of(Label.PIPELINE, Label.STAGE, Label.STATE),
            "Workers of the stage: idle, busy, or blocked because a finished item has no room downstream"),
    STAGE_OLDEST_PENDING(
            Kind.GAUGE,
            "antflow_stage_oldest_pending_seconds",
            List.of(Label.PIPELINE, Label.STAGE),
            "How long the item that waits longest at the stage has waited; 0 when none does"),
    STAGE_OLDEST_IN_PROGRESS(
            Kind.GAUGE,
            "antflow_stage_oldest_in_progress_seconds",
            List.of(Label.PIPELINE, Label.STAGE),
            "How long the item longest in work at the stage has been; 0 when none is"),
    PIPELINE_IN_FLIGHT(
            Kind.GAUGE,
            "antflow_pipeline_items_in_flight",
            List.of(Label.PIPELINE),
            "Items that were accepted and have not ended"),
    PIPELINE_PAUSED(
            Kind.GAUGE, "antflow_pipeline_paused", List.of(Label.PIPELINE), "Runs of the pipeline that are paused"),
    RUNS(
            Kind.GAUGE,
            "antflow_runs",
            List.of(Label.PIPELINE, Label.STATUS),
            "Runs by status; completed and cancelled ones as long as they are kept"),
    STREAMS(Kind.GAUGE, "antflow_streams", List.of(Label.KIND), "Streams that clients have open"),

    STAGE_ITEMS(
            Kind.COUNTER,
            "antflow_stage_items_total",
            List.of(Label.PIPELINE, Label.STAGE, Label.OUTCOME),
            "Items that have left the stage: completed, failed, skipped or cancelled"),
    TASK_ATTEMPTS(
            Kind.COUNTER,
            "antflow_task_attempts_total",
            List.of(Label.PIPELINE, Label.STAGE, Label.TASK, Label.OUTCOME),
            "Attempts of the task: ok, retried or failed after an error, or timeout; interrupted by a cancel: none"),
    ITEMS_ACCEPTED(
            Kind.COUNTER, "antflow_pipeline_items_accepted_total", List.of(Label.PIPELINE), "Items that were accepted"),
    PIPELINE_ITEMS(
            Kind.COUNTER,
            "antflow_pipeline_items_total",
            List.of(Label.PIPELINE, Label.OUTCOME),
            "Items that have ended: processed, failed or cancelled; again after a failed one was put back"),
    STREAM_EVENTS_SENT(
            Kind.COUNTER,
            "antflow_stream_events_sent_total",
            List.of(Label.KIND),
            "Events handed to the connections of streaming clients"),
    STREAM_EVENTS_DROPPED(
            Kind.COUNTER,
            "antflow_stream_events_dropped_total",
            List.of(Label.KIND),
            "Events that streaming clients were too slow for"),
    CALLER_REFUSALS(
            Kind.COUNTER,
            "antflow_caller_refusals_total",
            List.of(Label.LIMIT),
            "What callers were refused because they had, or did, as much as one caller may"),
    AUDIT_LINES_LEFT_OUT(
            Kind.COUNTER,
            "antflow_audit_lines_left_out_total",
            List.of(),
            "Refused calls that the audit log left out because there were too many"),

    TASK_DURATION(
            Kind.HISTOGRAM,
            "antflow_task_duration_seconds",
            List.of(Label.PIPELINE, Label.STAGE, Label.TASK, Label.OUTCOME),
            "How long attempts of the task take, without waits for limits"),
    STAGE_WAIT(
            Kind.HISTOGRAM,
            "antflow_stage_wait_seconds",
            List.of(Label.PIPELINE, Label.STAGE),
            "How long items wait in the stage's queue, without waits between attempts"),
    ITEM_DURATION(
            Kind.HISTOGRAM,
            "antflow_item_duration_seconds",
            List.of(Label.PIPELINE, Label.OUTCOME),
            "How long items take from being accepted to their end: processed, failed or cancelled");

    /** Label names. */
    static final class Label {
        static final String PIPELINE = "pipeline";
        static final String STAGE = "stage";
        static final String TASK = "task";
        static final String OUTCOME = "outcome";
        static final String STATE = "state";
        static final String STATUS = "status";
        static final String KIND = "kind";
        static final String LIMIT = "limit";

        private Label() {}
    }

    /** What kind of metric it is, with what Prometheus' naming adds to Micrometer's name. */
    enum Kind {
        GAUGE(""),
        COUNTER("_total"),
        HISTOGRAM("_seconds");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** Upper bounds of the buckets, the same for all, so that boards can compare: a millisecond to half an hour. */
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Kind kind;
    private final String prometheusName;
    private final String name;
    private final List<String> labels;
    private final String description;

    MetricName(Kind kind, String prometheusName, List<String> labels, String description) {
        this.kind = kind;
        this.prometheusName = prometheusName;
        this.name = prometheusName
                .substring(0, prometheusName.length() - kind.suffix.length())
                .replace('_', '.');
        this.labels = labels;
        this.description = description;
    }

    Kind kind() {
        return kind;
    }

    String prometheusName() {
        return prometheusName;
    }

    List<String> labels() {
        return labels;
    }

    /** A gauge whose value is asked for at each scrape. */
    Gauge gauge(MeterRegistry registry, Tags tags, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description).tags(tags).register(registry);
    }

    Counter counter(MeterRegistry registry, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /**
     * A counter of what is counted elsewhere.
     *
     * @param counted who counts; the meter does not keep it from being collected
     */
    <T> FunctionCounter counter(MeterRegistry registry, Tags tags, T counted, ToDoubleFunction<T> count) {
        return FunctionCounter.builder(name, counted, count)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    Timer timer(MeterRegistry registry, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
