package io.antflow.api.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.antflow.runtime.StreamCounts;
import io.antflow.tracking.StatusTracker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** An engine, its tracker, and runs whose items do as their values say. */
final class TestRuns implements AutoCloseable {

    static final StreamJson JSON =
            new StreamJson(new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    static final EventIds IDS = new EventIds("e");
    static final Pace NO_PACE = new Pace(Duration.ZERO);

    final StatusTracker tracker;
    final PipelineEngine engine;
    final StreamCounts counts = new StreamCounts();

    /** By value: where items with that value wait. */
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    TestRuns(int eventsKept) {
        tracker = new StatusTracker(eventsKept);
        engine = PipelineEngine.builder().observer(tracker).build();
    }

    /** One stage {@code Work}; an item whose value is a number is done at once, a negative one fails, a string is a gate. */
    Run start(int workers) {
        return engine.start(Pipeline.of(
                "test",
                Stage.named("Work")
                        .workers(workers)
                        .taskAttempts(1, Backoff.fixed(Duration.ZERO))
                        .task("work", (Object value, TaskContext context) -> work(value))
                        .build()));
    }

    private Object work(Object value) throws InterruptedException {
        if (value instanceof String gate) {
            gate(gate).await();
        }
        if (value instanceof Integer number && number < 0) {
            throw new IllegalStateException("negative");
        }
        return value;
    }

    void release(String gate) {
        gate(gate).countDown();
    }

    void feed(Run run, Object... values) throws InterruptedException {
        for (Object value : values) {
            run.feed(Item.of(value));
        }
    }

    OpenStreams streams() {
        return new OpenStreams(10, Duration.ofHours(1), counts, Optional::empty, () -> () -> true);
    }

    private CountDownLatch gate(String gate) {
        return gates.computeIfAbsent(gate, name -> new CountDownLatch(1));
    }

    @Override
    public void close() {
        engine.close();
    }
}
