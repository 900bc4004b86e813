package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The service's configuration does not let a call or a credential go there. */
@RegisterForReflection(methods = false, fields = false)
public final class OutboundRefusedException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    OutboundRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
