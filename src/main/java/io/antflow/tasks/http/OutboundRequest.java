package io.antflow.tasks.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is about to be sent, without credentials.
 *
 * @param body null: none
 */
record OutboundRequest(
        HttpMethod method,
        Target target,
        MultiMap headers,
        @Nullable Buffer body) {

    /** For messages: the method and the URL without the values of its query. */
    String label() {
        return method.name() + " " + target.redacted();
    }
}
