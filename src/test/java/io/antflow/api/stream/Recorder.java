package io.antflow.api.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A connection to a client that takes what it is sent when the test says so. */
final class Recorder implements Connection {

    private final List<String> written = new ArrayList<>();
    private final List<CompletableFuture<Void>> untaken = new ArrayList<>();
    private @Nullable String ended;
    private @Nullable End why;
    private Runnable whenClosed = () -> {};
    private boolean reads = true;

    /** From now on the client reads nothing. */
    synchronized void stall() {
        reads = false;
    }

    /** The client reads again, first what is under way. */
    void read() {
        List<CompletableFuture<Void>> taken;
        synchronized (this) {
            reads = true;
            taken = List.copyOf(untaken);
            untaken.clear();
        }
        taken.forEach(write -> write.complete(null));
    }

    /** The client is gone. */
    void leave() {
        whenClosed.run();
    }

    /** All writes that the client has not taken fail. */
    void fail() {
        List<CompletableFuture<Void>> failed;
        synchronized (this) {
            failed = List.copyOf(untaken);
            untaken.clear();
        }
        failed.forEach(write -> write.completeExceptionally(new IllegalStateException("reset")));
    }

    /** What was written, each in its own call. */
    synchronized List<String> written() {
        return List.copyOf(written);
    }

    /** What came with the end; null: there was none. */
    synchronized @Nullable String ended() {
        return ended;
    }

    /** Why there was an end. */
    synchronized @Nullable End why() {
        return why;
    }

    synchronized int underWay() {
        return untaken.size();
    }

    @Override
    public void whenClosed(Runnable handler) {
        whenClosed = handler;
    }

    @Override
    public synchronized CompletionStage<Void> write(byte[] bytes) {
        if (ended != null) {
            throw new IllegalStateException("ended");
        }
        if (bytes.length > 0) {
            written.add(new String(bytes, StandardCharsets.UTF_8));
        }
        CompletableFuture<Void> write = new CompletableFuture<>();
        if (reads) {
            write.complete(null);
        } else {
            untaken.add(write);
        }
        return write;
    }

    @Override
    public synchronized void end(End why, byte[] bytes) {
        if (ended != null) {
            throw new IllegalStateException("ended");
        }
        ended = new String(bytes, StandardCharsets.UTF_8);
        this.why = why;
    }
}
