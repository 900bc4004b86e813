package io.antflow.tasks.http;

import io.antflow.pipeline.NotRetryable;
import org.jspecify.annotations.Nullable;

/** The service's configuration does not let a call or a credential go there. */
public final class OutboundRefusedException extends Exception implements NotRetryable {

    private static final long serialVersionUID = 1L;

    OutboundRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
