package io.antflow.api.socket;

import io.antflow.api.Lookup;
import io.antflow.api.stream.Interval;
import io.antflow.api.stream.OpenStreams;
import io.antflow.engine.Run;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses, with a problem, who asks for a WebSocket that there is not or must not be. */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {

    private final Origins origins;
    private final Lookup lookup;
    private final OpenStreams streams;

    UpgradeCheck(Origins origins, Lookup lookup, OpenStreams streams) {
        this.origins = origins;
        this.lookup = lookup;
        this.streams = streams;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        try {
            context.userData().put(Handshake.KEY, checked(context.httpRequest(), context.pathParam("run")));
            return CheckResult.permitUpgrade();
        } catch (HttpProblem refusal) {
            return Uni.createFrom().failure(refusal);
        }
    }

    private Handshake checked(HttpServerRequest request, @Nullable String runId) {
        origins.requireAllowed(request);
        Run run = runId == null ? null : lookup.run(runId);
        Duration interval = Interval.of(request.getParam("interval"));
        streams.requireRoom();
        return new Handshake(run, interval, request.connection());
    }
}
