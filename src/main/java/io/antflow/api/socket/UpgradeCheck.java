package io.antflow.api.socket;

import io.antflow.api.Lookup;
import io.antflow.api.access.Origins;
import io.antflow.api.caller.Caller;
import io.antflow.api.caller.Callers;
import io.antflow.api.caller.Quota;
import io.antflow.api.caller.RemoteAddress;
import io.antflow.api.stream.Interval;
import io.antflow.api.stream.OpenStreams;
import io.antflow.engine.Run;
import io.antflow.security.Pass;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses, with a problem, who asks for a WebSocket that there is not or must not be. */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {

    private final Origins origins;
    private final Lookup lookup;
    private final OpenStreams streams;
    private final Callers callers;

    UpgradeCheck(Origins origins, Lookup lookup, OpenStreams streams, Callers callers) {
        this.callers = callers;
        this.origins = origins;
        this.lookup = lookup;
        this.streams = streams;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return context.securityIdentity().onItem().transformToUni(identity -> {
            HttpServerRequest request = context.httpRequest();
            Optional<Quota> quota =
                    callers.of(identity, RemoteAddress.of(request)).map(Caller::streams);
            context.userData().put(Handshake.KEY, checked(request, context.pathParam("run"), quota, Pass.of(identity)));
            return CheckResult.permitUpgrade();
        });
    }

    private Handshake checked(HttpServerRequest request, @Nullable String runId, Optional<Quota> quota, Pass pass) {
        Optional<HttpProblem> problem = origins.problemWith(request);
        if (problem.isPresent()) {
            throw problem.get();
        }
        Run run = runId == null ? null : lookup.run(runId);
        Duration interval = Interval.of(request.getParam("interval"));
        streams.requireRoom(quota);
        return new Handshake(run, interval, quota, request.connection(), pass);
    }
}
