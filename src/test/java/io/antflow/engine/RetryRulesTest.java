package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.NotRetryable;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Retry;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which failures are tried again, and that none of them hurts more than its item. */
@Timeout(10)
class RetryRulesTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void onlyTheNamedExceptionsAreRetried() throws Exception {
        assertThat(attempts(new FileNotFoundException(), List.of(IOException.class), List.of()))
                .isEqualTo(3);
        assertThat(attempts(new IllegalStateException(), List.of(IOException.class), List.of()))
                .isEqualTo(1);
    }

    @Test
    void exceptionsToGiveUpOnAreNotRetried() throws Exception {
        assertThat(attempts(new FileNotFoundException(), List.of(), List.of(IOException.class)))
                .isEqualTo(1);
        assertThat(attempts(
                        new FileNotFoundException(), List.of(IOException.class), List.of(FileNotFoundException.class)))
                .isEqualTo(1);
        assertThat(attempts(new IllegalStateException(), List.of(), List.of(IOException.class)))
                .isEqualTo(3);
    }

    @Test
    void whatSaysThatItWouldFailAgainIsRetriedOnlyWhenNamed() throws Exception {
        assertThat(attempts(new Hopeless(), List.of(), List.of())).isEqualTo(1);
        assertThat(attempts(new Hopeless(), List.of(Exception.class), List.of()))
                .isEqualTo(1);
        assertThat(attempts(new Hopeless(), List.of(Hopeless.class), List.of())).isEqualTo(3);
    }

    private static final class Hopeless extends Exception implements NotRetryable {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void anErrorEndsItsItemAloneAndIsNotRetried() throws Exception {
        assertEndsItsItemAlone(new StackOverflowError("deep"));
        assertEndsItsItemAlone(new OutOfMemoryError("a pretence"));
        assertEndsItsItemAlone(new AssertionError("no"));
        assertEndsItsItemAlone(new ThreadDeathLike());
    }

    @Test
    void anInterruptThatATaskThrowsEndsItsItemAloneAndIsNotRetried() throws Exception {
        assertEndsItsItemAlone(new InterruptedException("mine"));
    }

    @Test
    void aCancellationThatATaskThrowsIsAnExceptionLikeAnother() throws Exception {
        assertThat(attempts(new CancellationException(), List.of(), List.of())).isEqualTo(3);
    }

    @Test
    void aThrowableThatIsNeitherIsNotRetried() throws Exception {
        assertEndsItsItemAlone(new Throwable("rare"));
    }

    private void assertEndsItsItemAlone(Throwable failure) throws Exception {
        Task<Object, Object> task = (input, context) -> {
            if (input.equals("bad")) {
                throw RetryRulesTest.<RuntimeException>sneaky(failure);
            }
            return input;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(3, Tasks.AT_ONCE).build()));

        run.feedAll(List.of("good", "bad", "good", "bad", "good"));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(3);
        assertThat(run.summary().itemsFailed()).isEqualTo(2);
        assertThat(run.results().filter(Result::failed))
                .allSatisfy(result -> assertThat(result.error()).satisfies(error -> {
                    assertThat(error.attempts()).isEqualTo(1);
                    assertThat(error.cause()).isSameAs(failure);
                }));
        assertThat(test.events(run).tasks(1L))
                .containsExactly("start t 1", "fail t 1 " + failure.getClass().getName());
    }

    private int attempts(
            Exception failure, List<Class<? extends Throwable>> retryOn, List<Class<? extends Throwable>> giveUpOn)
            throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("t", Tasks.broken(() -> failure))
                        .retry(new Retry(Retry.Scope.PER_TASK, 3, 3, Tasks.AT_ONCE, retryOn, giveUpOn))
                        .build()));
        run.feed(Item.of("x", 1));
        run.join();
        return run.errorSummary().failedItems().getFirst().attempts();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what the compiler would not let through
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1L;
    }
}
