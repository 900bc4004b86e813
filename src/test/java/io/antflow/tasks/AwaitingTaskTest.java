package io.antflow.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitingTaskTest {

    /** No task here asks for it. */
    private static final TaskContext CONTEXT = (TaskContext) Proxy.newProxyInstance(
            TaskContext.class.getClassLoader(), new Class<?>[] {TaskContext.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    @Test
    void returnsWhatAUniYields() throws Exception {
        assertThat(run((input, context) -> Uni.createFrom().item(input + "!"))).isEqualTo("in!");
    }

    @Test
    void returnsWhatACompletionStageYields() throws Exception {
        assertThat(run((input, context) -> CompletableFuture.supplyAsync(() -> input + "!"))).isEqualTo("in!");
    }

    @Test
    void takesNullForAValue() throws Exception {
        assertThat(run((input, context) -> Uni.createFrom().nullItem())).isNull();
        assertThat(run((input, context) -> null)).isNull();
    }

    @Test
    void returnsAnyOtherValueAsItIs() throws Exception {
        assertThat(run((input, context) -> 17)).isEqualTo(17);
    }

    @Test
    void throwsTheFailureItself() {
        IOException failure = new IOException("connection reset");

        assertThatThrownBy(() -> run((input, context) -> Uni.createFrom().failure(failure))).isSameAs(failure);
    }

    @Test
    void throwsAnErrorItself() {
        AssertionError failure = new AssertionError("wrong");

        assertThatThrownBy(() -> run((input, context) -> CompletableFuture.failedFuture(failure)))
                .isSameAs(failure);
    }

    @Test
    void cancelsTheUniWhenTheWorkerIsInterrupted() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Uni<Object> never = Uni.createFrom()
                .nothing()
                .onSubscription()
                .invoke(subscribed::countDown)
                .onCancellation()
                .invoke(cancelled::countDown);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = Thread.startVirtualThread(() -> {
            try {
                run((input, context) -> never);
            } catch (Exception e) {
                thrown.set(e);
            }
        });

        subscribed.await();
        worker.interrupt();
        worker.join();

        cancelled.await();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    private static Object run(Task<String, ?> task) throws Exception {
        return new AwaitingTask<>(task).run("in", CONTEXT);
    }
}
