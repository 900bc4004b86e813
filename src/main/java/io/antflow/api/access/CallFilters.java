package io.antflow.api.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What is looked at before anybody is asked who they are: whether the call is meant for this service, and where it is from. */
@Singleton
final class CallFilters {

    /** After CORS, before keys and tokens are looked at. */
    private static final int PRIORITY = 250;

    private static final Set<HttpMethod> CHANGE_NOTHING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String HSTS = "max-age=31536000";

    private final Hosts hosts;
    private final Origins origins;

    CallFilters(Hosts hosts, Origins origins) {
        this.hosts = hosts;
        this.origins = origins;
    }

    void register(@Observes Filters filters) {
        filters.register(this::look, PRIORITY);
    }

    private void look(RoutingContext call) {
        if ("https".equals(call.request().scheme())
                && !hosts.isLocal(call.request().authority())) {
            call.response().putHeader("Strict-Transport-Security", HSTS);
        }
        hosts.problemWith(call.request())
                .or(() -> CHANGE_NOTHING.contains(call.request().method())
                        ? Optional.empty()
                        : origins.problemWith(call.request()))
                .ifPresentOrElse(call::fail, call::next);
    }
}
