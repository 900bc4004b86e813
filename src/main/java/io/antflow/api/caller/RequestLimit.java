package io.antflow.api.caller;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the requests of each caller, and refuses those that come too fast, whatever they ask for. */
@Singleton
public final class RequestLimit {

    /** When it is known who calls (200), and before it is asked whether they may (100). */
    private static final int PRIORITY = 120;

    /** The rest is files that browsers keep, and what operates the service, which is not to be cut off by its users. */
    private static final String[] LIMITED = {"/api/", "/ws/"};

    private final Callers callers;
    private final CurrentVertxRequest current;

    RequestLimit(Callers callers, CurrentVertxRequest current) {
        this.callers = callers;
        this.current = current;
    }

    void register(@Observes Filters filters) {
        filters.register(this::count, PRIORITY);
    }

    private void count(RoutingContext call) {
        if (Stream.of(LIMITED).anyMatch(call.normalizedPath()::startsWith)) {
            try {
                callers.of(identity(call), RemoteAddress.of(call.request())).ifPresent(Caller::countRequest);
            } catch (HttpProblem tooFast) {
                call.fail(tooFast);
                return;
            }
        }
        call.next();
    }

    /** Who has sent the request that is being answered on this thread. */
    public Optional<Caller> caller() {
        RoutingContext call = current.getCurrent();
        return callers.of(identity(call), RemoteAddress.of(call.request()));
    }

    private static @Nullable SecurityIdentity identity(RoutingContext call) {
        return call.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
    }
}
