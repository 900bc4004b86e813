package io.antflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void defaultsAreThreeAttemptsOfTheTaskASecondApart() {
        Retry retry = Retry.defaults();

        assertThat(retry.scope()).isEqualTo(Retry.Scope.PER_TASK);
        assertThat(retry.taskAttempts()).isEqualTo(3);
        assertThat(retry.stageAttempts()).isEqualTo(3);
        assertThat(retry.backoff()).isEqualTo(Backoff.fixed(Duration.ofSeconds(1)));
        assertThat(retry.retryOn()).isEmpty();
        assertThat(retry.giveUpOn()).isEmpty();
    }

    @Test
    void attemptsAreThoseOfTheScopeInForce() {
        Backoff backoff = Backoff.fixed(Duration.ZERO);

        assertThat(new Retry(Retry.Scope.PER_TASK, 2, 5, backoff, List.of(), List.of()).attempts())
                .isEqualTo(2);
        assertThat(new Retry(Retry.Scope.PER_STAGE, 2, 5, backoff, List.of(), List.of()).attempts())
                .isEqualTo(5);
    }

    @Test
    void everyExceptionIsRetriedWhereNoneIsNamed() {
        Retry retry = Retry.defaults();

        assertThat(retry.retries(new Exception())).isTrue();
        assertThat(retry.retries(new IllegalStateException())).isTrue();
        assertThat(retry.retries(new TimeoutException())).isTrue();
        assertThat(retry.retries(new CancellationException())).isTrue();
    }

    @Test
    void anErrorOrAnInterruptIsNeverRetried() {
        Retry retry = rules(List.of(Throwable.class), List.of());

        assertThat(retry.retries(new StackOverflowError())).isFalse();
        assertThat(retry.retries(new AssertionError())).isFalse();
        assertThat(retry.retries(new Throwable())).isFalse();
        assertThat(retry.retries(new InterruptedException())).isFalse();
    }

    @Test
    void retryOnTakesTheNamedExceptionsAndTheirSubtypes() {
        Retry retry = rules(List.of(IOException.class, TimeoutException.class), List.of());

        assertThat(retry.retries(new IOException())).isTrue();
        assertThat(retry.retries(new FileNotFoundException())).isTrue();
        assertThat(retry.retries(new TimeoutException())).isTrue();
        assertThat(retry.retries(new IllegalArgumentException())).isFalse();
        assertThat(retry.retries(new Exception(new IOException())))
                .as("the cause does not count")
                .isFalse();
    }

    @Test
    void giveUpOnWinsOverRetryOn() {
        Retry retry = rules(List.of(IOException.class), List.of(FileNotFoundException.class));

        assertThat(retry.retries(new IOException())).isTrue();
        assertThat(retry.retries(new FileNotFoundException())).isFalse();
    }

    @Test
    void giveUpOnAloneLeavesAllOthersRetried() {
        Retry retry = rules(List.of(), List.of(IOException.class));

        assertThat(retry.retries(new FileNotFoundException())).isFalse();
        assertThat(retry.retries(new IllegalStateException())).isTrue();
    }

    private static Retry rules(List<Class<? extends Throwable>> retryOn, List<Class<? extends Throwable>> giveUpOn) {
        return new Retry(Retry.Scope.PER_TASK, 3, 3, Backoff.fixed(Duration.ZERO), retryOn, giveUpOn);
    }
}
