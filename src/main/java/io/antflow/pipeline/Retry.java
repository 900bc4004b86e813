package io.antflow.pipeline;

import java.util.List;

/**
 * What happens after a failed attempt.
 *
 * @param scope what is tried again: the task that failed, or the whole stage
 * @param taskAttempts total attempts of one task, under {@link Scope#PER_TASK}; at least 1
 * @param stageAttempts total attempts of the stage, under {@link Scope#PER_STAGE}; at least 1
 * @param backoff how long to wait in between
 * @param retryOn only these exceptions and their subtypes are retried; empty: every {@link Exception}
 * @param giveUpOn these exceptions and their subtypes are never retried; wins over {@code retryOn}
 */
public record Retry(
        Scope scope,
        int taskAttempts,
        int stageAttempts,
        Backoff backoff,
        List<Class<? extends Throwable>> retryOn,
        List<Class<? extends Throwable>> giveUpOn) {

    /** Total attempts where no number is given. */
    public static final int DEFAULT_ATTEMPTS = 3;

    /** What is tried again. */
    public enum Scope {
        /** The task that failed, with the same input; the tasks before it are not repeated. */
        PER_TASK,
        /** All tasks of the stage, with the value at stage entry, maybe on another worker. */
        PER_STAGE
    }

    public Retry {
        retryOn = List.copyOf(retryOn);
        giveUpOn = List.copyOf(giveUpOn);
    }

    /** Three attempts of a failing task, a second apart. */
    public static Retry defaults() {
        return new Retry(
                Scope.PER_TASK,
                DEFAULT_ATTEMPTS,
                DEFAULT_ATTEMPTS,
                Backoff.fixed(Backoff.DEFAULT_WAIT),
                List.of(),
                List.of());
    }

    /** Total attempts under the scope in force. */
    public int attempts() {
        return switch (scope) {
            case PER_TASK -> taskAttempts;
            case PER_STAGE -> stageAttempts;
        };
    }

    /** Whether another attempt may follow this failure, were there attempts left. */
    public boolean retries(Throwable failure) {
        if (!(failure instanceof Exception) || failure instanceof InterruptedException) {
            return false;
        }
        return giveUpOn.stream().noneMatch(type -> type.isInstance(failure))
                && (retryOn.isEmpty() || retryOn.stream().anyMatch(type -> type.isInstance(failure)));
    }
}
