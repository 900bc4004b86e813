package io.antflow.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What happens after a failed attempt.
 *
 * @param scope what is tried again: the task that failed, or the whole stage
 * @param taskAttempts total attempts of one task, under {@link Scope#PER_TASK}; at least 1
 * @param stageAttempts total attempts of the stage, under {@link Scope#PER_STAGE}; at least 1
 * @param backoff how long to wait in between
 * @param retryOn only these exceptions and their subtypes are retried; empty: every {@link Exception}
 * @param giveUpOn these exceptions and their subtypes are never retried; wins over {@code retryOn}
 * @see NotRetryable
 * @see RetryAfter
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
        if (giveUpOn.stream().anyMatch(type -> type.isInstance(failure))) {
            return false;
        }
        if (failure instanceof NotRetryable) {
            return retryOn.contains(failure.getClass());
        }
        return retryOn.isEmpty() || retryOn.stream().anyMatch(type -> type.isInstance(failure));
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param failure of the attempt before
     * @param attempt the number of the attempt to come, from 2
     * @param random where the jitter comes from
     * @return what the backoff says, or what the failure asks for if that is longer
     */
    public Duration waitAfter(Throwable failure, int attempt, RandomGenerator random) {
        Duration wait = backoff.before(attempt, random);
        if (!(failure instanceof RetryAfter busy)) {
            return wait;
        }
        Duration asked = busy.retryAfter();
        Duration heeded = asked.compareTo(RetryAfter.MAX) > 0 ? RetryAfter.MAX : asked;
        return heeded.compareTo(wait) > 0 ? heeded : wait;
    }
}
