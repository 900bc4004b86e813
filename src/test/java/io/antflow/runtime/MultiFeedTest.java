package io.antflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.engine.FeedReport;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MultiFeedTest {

    private final PipelineEngine engine = PipelineEngine.builder().build();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void stop() {
        go.countDown();
        engine.close();
    }

    private Run run() {
        return engine.start(Pipeline.named("fed")
                .stage(
                        "Only",
                        stage -> stage.queueCapacity(2).task("wait", (value, context) -> {
                            go.await();
                            return value;
                        }))
                .build());
    }

    @Test
    void feedsEveryItemAndReports() throws Exception {
        go.countDown();
        Run run = run();

        FeedReport report =
                MultiFeed.feed(run, Multi.createFrom().items(Item.of("a", 1), Item.of("b", 2), Item.of("a", 3)));
        run.join();

        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refusedCount()).isEqualTo(1);
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void asksForNoMoreThanTheRunHasRoomFor() throws Exception {
        AtomicLong asked = new AtomicLong();
        Run run = run();
        Multi<Integer> many = Multi.createFrom().range(0, 100_000).onItem().invoke(asked::incrementAndGet);
        CompletableFuture<FeedReport> feeding = feedInBackground(run, many);
        // One in work, two that wait, and one that waits for room: no more is accepted before the worker goes on.
        while (run.summary().totalItems() < 4) {
            Thread.onSpinWait();
        }

        assertThat(asked.get()).isLessThan(100);

        go.countDown();
        assertThat(feeding.get().accepted()).isEqualTo(100_000);
    }

    @Test
    void throwsWhatTheMultiFailsWithAndWhatWasAcceptedGoesOn() throws Exception {
        go.countDown();
        Run run = run();
        Multi<Integer> failing = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().items(1, 2), Multi.createFrom().failure(new IOException("reset")));

        assertThatThrownBy(() -> MultiFeed.feed(run, failing))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void cancelsTheMultiWhenTheRunTakesNoMore() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Run run = run();
        Multi<Integer> endless = Multi.createBy()
                .repeating()
                .supplier(() -> 1)
                .indefinitely()
                .onCancellation()
                .invoke(cancelled::countDown);
        CompletableFuture<FeedReport> feeding = feedInBackground(run, endless);

        run.cancel();

        feeding.get();
        cancelled.await();
    }

    @Test
    void anInterruptEndsTheFeedingAndCancelsTheMulti() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Multi<Integer> silent = Multi.createFrom()
                .<Integer>nothing()
                .onSubscription()
                .invoke(subscribed::countDown)
                .onCancellation()
                .invoke(cancelled::countDown);
        Run run = run();
        Thread feeder = Thread.startVirtualThread(() -> {
            try {
                MultiFeed.feed(run, silent);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        subscribed.await();

        feeder.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        cancelled.await();
    }

    private static CompletableFuture<FeedReport> feedInBackground(Run run, Multi<Integer> items) {
        CompletableFuture<FeedReport> feeding = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                feeding.complete(MultiFeed.feed(run, items));
            } catch (Throwable e) {
                feeding.completeExceptionally(e);
            }
        });
        return feeding;
    }
}
