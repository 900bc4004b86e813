package io.antflow.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** Makes a context the current one for the task that this thread is about to run. */
@FunctionalInterface
interface TaskScopes {

    /** To be closed on the same thread. */
    Scope open(Context context);
}
