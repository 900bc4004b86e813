package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task that returns a CompletionStage is awaited on its worker. */
@Timeout(10)
class AsyncTaskTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void theNextTaskGetsWhatTheFutureCompletesWith() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Task<Object, CompletionStage<String>> ask = (input, context) -> answer;
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("ask", ask)
                        .task("then", Tasks.append("!"))
                        .build()));

        run.feed(Item.of("x", 1));
        eventually("it is asked", () -> !test.events(run).tasks("x").isEmpty());
        assertThat(test.events(run).tasks("x")).containsExactly("start ask 1");
        answer.complete("answer");
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly("answer!");
    }

    @Test
    void aFutureMayCompleteWithNull() throws Exception {
        Task<Object, CompletionStage<?>> ask = (input, context) -> CompletableFuture.completedFuture(null);
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("ask", ask).build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly((Object) null);
    }

    @Test
    void aFutureThatFailsIsRetriedAndItsOwnExceptionRecorded() throws Exception {
        IOException original = new IOException("gone");
        Task<Object, CompletionStage<?>> ask = (input, context) -> CompletableFuture.failedFuture(original);
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("ask", ask).taskAttempts(2, Tasks.AT_ONCE).build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly(
                        "start ask 1",
                        "retry ask 1 java.io.IOException",
                        "start ask 2",
                        "fail ask 2 java.io.IOException");
        assertThat(run.results())
                .singleElement()
                .satisfies(result -> assertThat(result.error())
                        .satisfies(error -> assertThat(error.cause()).isSameAs(original)));
    }

    @Test
    void theWrappingOfADependentFutureIsTakenOff() throws Exception {
        Task<Object, CompletionStage<?>> ask =
                (input, context) -> CompletableFuture.completedFuture("x").thenApply(x -> {
                    throw new CompletionException(new IOException("inner"));
                });
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("ask", ask).taskAttempts(1, Tasks.AT_ONCE).build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("java.io.IOException");
    }

    @Test
    void aCancelledFutureFailsItsItemAlone() throws Exception {
        Task<Object, Object> ask = (input, context) -> {
            if (!input.equals("bad")) {
                return input;
            }
            CompletableFuture<Object> future = new CompletableFuture<>();
            future.cancel(true);
            return future;
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("ask", ask).taskAttempts(1, Tasks.AT_ONCE).build()));

        run.feed(Item.of("bad"));
        run.feed(Item.of("good"));
        run.join();

        assertThat(run.summary().itemsFailed()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
    }

    @Test
    void anErrorInAFutureEndsItsItemAlone() throws Exception {
        Task<Object, CompletionStage<?>> ask =
                (input, context) -> CompletableFuture.failedFuture(new StackOverflowError());
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").task("ask", ask).build()));

        run.feed(Item.of("x", 1));
        run.feed(Item.of("y", 1));
        run.join();

        assertThat(run.errorSummary().errorsByType()).containsEntry("java.lang.StackOverflowError", 2L);
        assertThat(test.events(run).tasks("x")).as("not retried").hasSize(2);
    }

    @Test
    void aFutureThatTakesTooLongIsCancelled() throws Exception {
        CompletableFuture<Object> never = new CompletableFuture<>();
        Task<Object, CompletionStage<?>> ask = (input, context) -> never;
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("ask", ask)
                        .taskTimeout(Duration.ofMillis(700))
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        test.clock.awaitTimer(Duration.ofMillis(700));
        test.clock.advance(Duration.ofMillis(700));
        run.join();

        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("io.antflow.engine.TaskTimeoutException");
        assertThat(never).isCancelled();
    }
}
