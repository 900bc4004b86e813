package io.antflow.metrics;

import io.antflow.engine.EngineClock;
import io.antflow.engine.PipelineEngine;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the engine once a scrape, for all gauges together: so they show one moment, and a snapshot is made once a run and
 * not once a gauge. Thread-safe.
 */
/*
 * Nothing tells a gauge that a scrape begins. But a scrape asks each gauge once: so the first gauge that is asked a second
 * time belongs to the next scrape, and calls for a new look. The age limit is for a scrape that begins with a gauge that the
 * last one did not have.
 */
final class EngineReader {

    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final Supplier<PipelineEngine> engine;
    private final EngineClock clock;
    private final Set<Object> asked = new HashSet<>();
    private @Nullable EngineReading reading;
    private long readNanos;

    EngineReader(Supplier<PipelineEngine> engine, EngineClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** @param gauge who asks */
    synchronized EngineReading read(Object gauge) {
        EngineReading current = reading;
        long now = clock.nanoTime();
        if (current == null || !asked.add(gauge) || now - readNanos > MAX_AGE.toNanos()) {
            current = EngineReading.of(engine.get());
            reading = current;
            readNanos = now;
            asked.clear();
            asked.add(gauge);
        }
        return current;
    }
}
