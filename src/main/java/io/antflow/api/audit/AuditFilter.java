package io.antflow.api.audit;

import io.antflow.api.caller.RemoteAddress;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Has every call that is to change something logged, when its answer begins or its client is gone. */
@Singleton
final class AuditFilter {

    /** Before anybody can refuse the call. */
    private static final int FIRST = 1_000;

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Changes nothing, although its method would allow it to. */
    private static final String VALIDATION = "/api/pipelines/validate";

    private static final Pattern ORIGIN = Pattern.compile("^\\w+://[^/]*");

    private final AuditLog log;

    AuditFilter(AuditLog log) {
        this.log = log;
    }

    void register(@Observes Filters filters) {
        filters.register(this::follow, FIRST);
    }

    private void follow(RoutingContext call) {
        if (!READS.contains(call.request().method()) && !call.normalizedPath().equals(VALIDATION)) {
            // Here, as nothing of it can be asked any more when the connection is gone.
            String from = RemoteAddress.of(call.request()).text();
            AtomicBoolean told = new AtomicBoolean();
            call.addHeadersEndHandler(answering -> {
                if (told.compareAndSet(false, true)) {
                    log.add(audited(call, from, call.response().getStatusCode()));
                }
            });
            call.addEndHandler(over -> {
                if (told.compareAndSet(false, true)) {
                    log.add(audited(call, from, 0));
                }
            });
        }
        call.next();
    }

    private static AuditedCall audited(RoutingContext call, String from, int status) {
        return new AuditedCall(
                name(call),
                from,
                call.request().method().name(),
                String.valueOf(call.request().path()),
                made(call.response().headers().get(HttpHeaders.LOCATION)),
                status);
    }

    /** Without the host, which is the client's word. */
    private static @Nullable String made(@Nullable String location) {
        return location == null ? null : ORIGIN.matcher(location).replaceFirst("");
    }

    private static @Nullable String name(RoutingContext call) {
        SecurityIdentity identity = call.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
        return identity == null || identity.isAnonymous()
                ? null
                : identity.getPrincipal().getName();
    }
}
