package io.antflow.api.socket;

import io.antflow.api.caller.Quota;
import io.antflow.engine.Run;
import io.antflow.security.Pass;
import io.quarkus.websockets.next.UserData;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it connected.
 *
 * @param run the run; null: whichever is the newest
 * @param interval between two updates
 * @param quota how many streams the caller may have; empty: as many as there may be
 * @param connection what the WebSocket goes over
 * @param pass what they were let in by
 */
record Handshake(@Nullable Run run, Duration interval, Optional<Quota> quota, HttpConnection connection, Pass pass) {

    /** Where a WebSocket keeps it. */
    static final UserData.TypedKey<Handshake> KEY = new UserData.TypedKey<>("antflow.handshake");
}
