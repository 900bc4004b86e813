package io.antflow.tracing;

import io.opentelemetry.context.Scope;

/** A scope, which can be closed only on the thread that opened it: elsewhere, closing it would change that thread's context. */
record ThreadScope(Thread thread, Scope scope) {

    static ThreadScope here(Scope opened) {
        return new ThreadScope(Thread.currentThread(), opened);
    }

    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Closes it, if it is this thread's. That of an abandoned attempt stays open, and goes with its thread. */
    void close() {
        if (isHere()) {
            scope.close();
        }
    }
}
