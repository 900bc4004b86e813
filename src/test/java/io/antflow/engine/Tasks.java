package io.antflow.engine;

import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasks that tests are made of. */
final class Tasks {

    static final Backoff AT_ONCE = Backoff.fixed(Duration.ZERO);

    private Tasks() {}

    /** Returns what it gets. */
    static Task<@Nullable Object, @Nullable Object> same() {
        return (input, context) -> input;
    }

    /** Returns null, whatever it gets. */
    @SuppressWarnings("NullAway") // does not look into type arguments
    static Task<@Nullable Object, @Nullable Object> toNull() {
        return (input, context) -> null;
    }

    /** Returns what it gets with a text behind it: shows who did what in which order. */
    static Task<@Nullable Object, @Nullable Object> append(String text) {
        return (input, context) -> input + text;
    }

    /** Returns what it gets, after it has passed the gate under the item's id. */
    static Task<@Nullable Object, @Nullable Object> gated(Gate gate) {
        return (input, context) -> {
            gate.pass(context.itemId());
            return input;
        };
    }

    /** Throws at the first so many attempts for each item, then returns what it gets. */
    static Task<@Nullable Object, @Nullable Object> failing(int times, Supplier<? extends Exception> failure) {
        Map<Object, AtomicInteger> attempts = new ConcurrentHashMap<>();
        return (input, context) -> {
            int attempt = attempts.computeIfAbsent(context.itemId(), id -> new AtomicInteger())
                    .incrementAndGet();
            if (attempt <= times) {
                throw failure.get();
            }
            return input;
        };
    }

    /** Always throws. */
    static Task<@Nullable Object, @Nullable Object> broken(Supplier<? extends Exception> failure) {
        return failing(Integer.MAX_VALUE, failure);
    }

    /** Throws an unchecked throwable, be it an Error. */
    static Task<@Nullable Object, @Nullable Object> erring(Error error) {
        return (input, context) -> {
            throw error;
        };
    }
}
