package io.antflow.tasks.http;

import io.vertx.core.MultiMap;

/**
 * A whole answer. Closing it gives back its share of the memory for answers.
 *
 * @param body at least {@code length} long
 */
record Response(int status, String reason, MultiMap headers, byte[] body, int length, ResponseBudget.Share share)
        implements AutoCloseable {

    @Override
    public void close() {
        share.release();
    }
}
