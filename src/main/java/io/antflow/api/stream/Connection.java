package io.antflow.api.stream;

import java.util.concurrent.CompletionStage;

/** Where a stream goes to. What is written is sent in the order of the calls; nothing here ever waits. */
public interface Connection {

    /** Why a stream ends from this side. */
    enum End {
        /** All is told. */
        COMPLETE,
        /** Something went wrong in the service. */
        FAILURE,
        /** The service shuts down. */
        SHUTDOWN,
        /** What the client was let in by is no longer valid. */
        NO_ACCESS
    }

    /** Have that run when the client leaves before the end. */
    void whenClosed(Runnable handler);

    /** Completes when the connection has taken the bytes, which may be never, or fails. */
    CompletionStage<Void> write(byte[] bytes);

    /** Sends these last and ends the connection, or what of it is this stream's. */
    void end(End why, byte[] bytes);

    /**
     * Called several times in each heartbeat's time: where the stream's own heartbeat would not show that the client is
     * gone, to look after it.
     *
     * @param heartbeatAgo the {@link System#nanoTime} of one heartbeat's time ago
     */
    default void lookAfterClient(long heartbeatAgo) {}
}
