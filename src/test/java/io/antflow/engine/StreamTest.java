package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Results as they come, failures included, and the end by itself. */
@Timeout(10)
class StreamTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    private final Gate gate = new Gate();

    @Test
    void everyItemComesInCompletionOrderFailuresIncluded() {
        Task<Object, Object> task = (input, context) -> {
            if (input.equals("slow")) {
                gate.pass("slow");
            }
            if (input.equals("bad")) {
                throw new IllegalStateException("no");
            }
            return input;
        };
        Pipeline pipeline = Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("t", task)
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build());

        try (Stream<Result> results = test.engine.stream(pipeline, List.of("slow", "bad", "good"))) {
            Iterator<Result> iterator = results.iterator();
            Result first = iterator.next();
            Result second = iterator.next();
            gate.open();
            Result third = iterator.next();

            assertThat(first.value()).isEqualTo("bad");
            assertThat(first.failed()).isTrue();
            assertThat(second.value()).isEqualTo("good");
            assertThat(third.value()).isEqualTo("slow");
            assertThat(iterator.hasNext()).as("ends by itself").isFalse();
        }
    }

    @Test
    void theFirstResultComesBeforeAllIsFed() {
        AtomicInteger pulled = new AtomicInteger();
        Iterable<Integer> endless =
                () -> Stream.generate(pulled::incrementAndGet).iterator();

        try (Stream<Result> results = test.engine.stream(oneStage(Tasks.same()), endless)) {
            assertThat(results.limit(3).map(Result::value)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void closingTheStreamCancelsTheRun() {
        Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).iterator();
        Stream<Result> results = test.engine.stream(oneStage(Tasks.same()), endless);
        results.iterator().next();
        Run run = test.engine.runs().getFirst();

        results.close();

        eventually("its end", run::ended);
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.summary().itemsInFlight()).isZero();
    }

    @Test
    void aStreamOfNothingIsEmpty() {
        try (Stream<Result> results = test.engine.stream(oneStage(Tasks.same()), List.of())) {
            assertThat(results).isEmpty();
        }
    }

    @Test
    void cancelledItemsDoNotHoldUpTheEnd() throws Exception {
        try (Stream<Result> results = test.engine.stream(
                        oneStage(Tasks.gated(gate)),
                        IntStream.range(0, 5).boxed().toList());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            gate.awaitArrived(1);
            Run run = test.engine.runs().getFirst();
            eventually("all are fed: one that comes after the end would be refused", () -> !run.open());
            Future<List<Result>> reading = executor.submit(results::toList);
            run.cancel();
            gate.open();
            assertThat(reading.get()).hasSize(1);
        }
    }

    @Test
    void aSourceThatBreaksEndsTheStream() {
        Iterable<Integer> broken = () -> IntStream.range(0, 10)
                .boxed()
                .peek(i -> {
                    if (i == 3) {
                        throw new IllegalStateException("source is broken");
                    }
                })
                .iterator();

        try (Stream<Result> results = test.engine.stream(oneStage(Tasks.same()), broken)) {
            AtomicInteger got = new AtomicInteger();
            try {
                results.forEach(result -> got.incrementAndGet());
            } catch (RuntimeException e) {
                assertThat(e).hasStackTraceContaining("source is broken");
            }
            assertThat(got.get()).as("no hang, and no more than was fed").isLessThanOrEqualTo(3);
        }
        eventually("its end", () -> test.engine.runs().getFirst().ended());
    }

    @Test
    void resultsOfARunInWorkAreThoseThatHaveEnded() throws Exception {
        Task<Object, Object> task = (input, context) -> {
            if (input.equals(1)) {
                gate.pass(1);
            }
            return input;
        };
        Run run = test.engine.start(
                Pipeline.of("p", Stage.named("A").workers(2).task("t", task).build()));
        run.feedAll(List.of(0, 1, 2));
        eventually("two ends", () -> run.summary().itemsProcessed() == 2);

        assertThat(run.results()).extracting(Result::value).containsExactly(0, 2);
        gate.open();
        run.join();
        assertThat(run.results()).extracting(Result::value).containsExactly(0, 1, 2);
        assertThat(run.endedSince(0, 10)).extracting(Result::value).containsExactly(0, 2, 1);
        assertThat(run.endedSince(1, 1)).extracting(Result::value).containsExactly(2);
        assertThat(run.endedSince(3, 10)).isEmpty();
        assertThat(run.endedSince(99, 10)).isEmpty();
    }

    @Test
    void aReaderIsWokenByTheNextEnd() throws Exception {
        Run run = test.engine.start(oneStage(Tasks.gated(gate)));
        run.feed(Item.of("x", 1));
        gate.awaitArrived(1);
        assertThat(run.endedSince(0, 10)).isEmpty();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> waiting = executor.submit(() -> run.awaitEnded(0, Duration.ofHours(1)));
            gate.open();
            assertThat(waiting.get()).isTrue();
            assertThat(run.endedSince(0, 10)).hasSize(1);

            Future<Boolean> more = executor.submit(() -> run.awaitEnded(1, Duration.ofHours(1)));
            run.close();
            assertThat(more.get()).as("the run's end").isTrue();
            assertThat(run.endedSince(1, 10)).isEmpty();
        }
    }

    private static Pipeline oneStage(Task<?, ?> task) {
        return Pipeline.of("p", Stage.named("A").task("t", task).build());
    }
}
