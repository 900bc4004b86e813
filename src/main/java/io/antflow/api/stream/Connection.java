package io.antflow.api.stream;

import java.util.concurrent.CompletionStage;

/** Where a stream goes to. What is written is sent in the order of the calls; nothing here ever waits. */
interface Connection {

    /** Have that run when the client leaves before the end. */
    void whenClosed(Runnable handler);

    /** Completes when the connection has taken the bytes, which may be never, or fails. */
    CompletionStage<Void> write(byte[] bytes);

    /** Sends these last and ends the response. */
    void end(byte[] bytes);
}
