package io.antflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Task;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UniTaskTest {

    private final PipelineEngine engine = PipelineEngine.builder().build();

    @AfterEach
    void stop() {
        engine.close();
    }

    private static Pipeline pipeline(Task<Integer, Uni<Object>> task) {
        return Pipeline.named("uni")
                .stage(
                        "Only",
                        stage -> stage.task("task", new UniTask<>(task)).taskAttempts(1, Backoff.fixed(Duration.ZERO)))
                .build();
    }

    @Test
    void theWorkerGoesOnWithWhatTheUniYields() throws Exception {
        List<Result> results = engine.run(
                pipeline((input, context) -> Uni.createFrom()
                        .item((Object) (input + 1))
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(1))),
                List.of(1, 2));

        assertThat(results).extracting(Result::value).containsExactly(2, 3);
    }

    @Test
    void nullIsAValue() throws Exception {
        assertThat(engine.run(pipeline((input, context) -> Uni.createFrom().nullItem()), List.of(1)))
                .singleElement()
                .extracting(Result::value)
                .isNull();
    }

    @Test
    void theItemFailsWithWhatTheUniFailsWith() throws Exception {
        Run run = engine.start(pipeline((input, context) -> Uni.createFrom().failure(new IOException("reset"))));
        run.feedAll(List.of(1));
        run.join();

        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("java.io.IOException");
    }

    @Test
    void aCancelledItemCancelsTheUni() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Run run = engine.start(pipeline((input, context) -> Uni.createFrom()
                .nothing()
                .onSubscription()
                .invoke(subscribed::countDown)
                .onCancellation()
                .invoke(cancelled::countDown)));
        run.feed(Item.of("slow", 1));
        subscribed.await();

        run.cancelItem("slow");

        cancelled.await();
        run.join();
        assertThat(run.summary().itemsCancelled()).isOne();
    }
}
