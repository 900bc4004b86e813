package io.antflow.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;

/**
 * Gives each attempt of a task a Vert.x context of its own, which carries the span.
 */
/*
 * Vert.x' HTTP client, and Quarkus' REST client upon it, send a request from an event loop: they look for the span in the Vert.x
 * context of the caller, not on the caller's thread. A worker has no such context, so a task's calls would each begin a trace
 * of their own. Quarkus does the same for methods that run on virtual threads.
 */
@Singleton
final class VertxTaskScopes implements TaskScopes {

    private final Vertx vertx;

    VertxTaskScopes(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // with the scope that is returned
    public Scope open(Context context) {
        ContextInternal carrier = (ContextInternal) VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(carrier, true);
        ContextInternal before = carrier.beginDispatch();
        Scope scope = context.makeCurrent();
        return () -> {
            scope.close();
            carrier.endDispatch(before);
        };
    }
}
