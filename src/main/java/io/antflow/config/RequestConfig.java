package io.antflow.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What one request may bring in, and how long it may wait. What goes past a limit is answered 413. */
@ConfigMapping(prefix = "antflow.requests")
public interface RequestConfig {

    /** The longest JSON or YAML document, such as a definition, also one in a file; items are not meant. */
    @WithDefault("1M")
    MemorySize maxBodyBytes();

    /** The longest item: a line of NDJSON, or an element of a JSON array. It is held in memory as a whole. */
    @WithDefault("1M")
    MemorySize maxItemBytes();

    /** How many bytes of items one request may send; they are read as a stream and never held together. */
    @WithDefault("64G")
    MemorySize maxStreamBytes();

    /** How many items one request may send. */
    @WithDefault("10000000")
    @Min(1)
    long maxItems();

    /** How deep an item or a document may nest. What is written nests a little deeper, and must stay below 1,000. */
    @WithDefault("500")
    @Min(1)
    @Max(900)
    int maxDepth();

    /** The longest wait that {@code Prefer: wait} gets; a longer one is cut to this. */
    @WithDefault("5m")
    @DurationMin(seconds = 0)
    @DurationMax(hours = 24)
    Duration maxWait();
}
