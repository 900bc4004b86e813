package io.antflow.engine;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** An attempt took longer than its stage allows. */
public final class TaskTimeoutException extends TimeoutException {

    private static final long serialVersionUID = 1L;

    TaskTimeoutException(String task, Duration timeout) {
        super("task '%s' took longer than %s s".formatted(task, timeout.toMillis() / 1000.0));
    }
}
