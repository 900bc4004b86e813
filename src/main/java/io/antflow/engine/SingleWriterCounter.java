package io.antflow.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread at a time writes and any may read. What the writer did before it raised the number is seen by
 * whoever reads the raised number: that is what lets a snapshot conserve items, and it costs the writer no atomic
 * read-modify-write.
 */
final class SingleWriterCounter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(SingleWriterCounter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through the handle
    private long value;

    void add(long amount) {
        VALUE.setRelease(this, (long) VALUE.get(this) + amount);
    }

    void set(long newValue) {
        VALUE.setRelease(this, newValue);
    }

    long get() {
        return (long) VALUE.getAcquire(this);
    }
}
