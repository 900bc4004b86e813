package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.engine.Run;
import io.antflow.pipeline.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResultOrderTest {

    private final TestRuns runs = new TestRuns(1000);

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void completionOrderGivesTheFirstToEndFirst() throws InterruptedException {
        Run run = runs.start(3);
        runs.feed(run, "a", "b", "c");
        CompletionOrder order = new CompletionOrder(run, 0);
        assertThat(order.next()).isNull();

        for (String gate : List.of("c", "a", "b")) {
            runs.release(gate);
            order.await();
            assertThat(order.next()).extracting(Result::value).isEqualTo(gate);
        }
        assertThat(order.place()).isEqualTo(2);
        assertThat(order.next()).isNull();
        run.join();
        order.await();
        assertThat(order.next()).isNull();
        assertThat(values(new CompletionOrder(run, 1))).containsExactly("a", "b");
    }

    @Test
    void inputOrderWaitsForTheFirstFed() throws InterruptedException {
        Run run = runs.start(3);
        runs.feed(run, "a", "b", "c");
        CompletionOrder completed = new CompletionOrder(run, 0);
        InputOrder order = new InputOrder(run, 0);

        release(completed, "c");
        assertThat(order.next()).isNull();
        release(completed, "a");
        assertThat(values(order)).containsExactly("a");
        assertThat(order.place()).isZero();
        release(completed, "b");
        assertThat(values(order)).containsExactly("b", "c");
        assertThat(order.place()).isEqualTo(2);
        assertThat(values(new InputOrder(run, 1))).containsExactly("b", "c");
    }

    @Test
    void inputOrderPassesOverCancelledItems() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, "a", 1, 2, -3, 4);
        run.cancelItem(1);
        run.cancelItem(4);
        runs.release("a");
        run.join();

        assertThat(values(new InputOrder(run, 0))).containsExactly("a", 2, -3);
    }

    @Test
    void inputOrderGoesOnAfterAStretchOfCancelledItems() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, "a", 1, 2);
        run.cancelItem(1);
        run.cancelItem(2);
        InputOrder order = new InputOrder(run, 0);
        CompletionOrder completed = new CompletionOrder(run, 0);
        release(completed, "a");
        assertThat(values(order)).containsExactly("a");

        runs.feed(run, 3);
        run.join();

        assertThat(values(order)).containsExactly(3);
    }

    @Test
    void inputOrderKnowsOfItemsThatAreFedLater() throws InterruptedException {
        Run run = runs.start(2);
        CompletionOrder completed = new CompletionOrder(run, 0);
        InputOrder order = new InputOrder(run, 0);
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            runs.feed(run, i);
            completed.await();
            completed.next();
            seen.addAll(values(order));
        }
        run.join();
        seen.addAll(values(order));

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void inputOrderFollowsARunAsItWorks() throws InterruptedException {
        Run run = runs.start(8);
        InputOrder order = new InputOrder(run, 0);
        Random random = new Random(7);
        List<Long> places = new ArrayList<>();
        Thread feeder = Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < 20_000; i++) {
                    runs.feed(run, random.nextInt(10) == 0 ? -1 : 1);
                }
                run.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (!run.ended()) {
            while (order.next() != null) {
                places.add(order.place());
            }
        }
        feeder.join();
        while (order.next() != null) {
            places.add(order.place());
        }

        assertThat(places)
                .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
    }

    @Test
    void inputOrderWaitsAgainForWhatWasPutBack() throws InterruptedException {
        Run run = runs.start(1);
        runs.feed(run, 1, -2, 3);
        run.join();
        InputOrder order = new InputOrder(run, 0);
        assertThat(order.next()).extracting(Result::value).isEqualTo(1);

        run.pauseStage("Work");
        run.retryFailed();
        assertThat(values(order))
                .as("3 may come: what follows is known to have ended")
                .doesNotContain(1, -2);
        run.resumeStage("Work");
        run.join();

        assertThat(values(new InputOrder(run, 0))).containsExactly(1, -2, 3);
    }

    private void release(CompletionOrder completed, String gate) throws InterruptedException {
        runs.release(gate);
        completed.await();
        assertThat(completed.next()).extracting(Result::value).isEqualTo(gate);
    }

    private static List<Object> values(ResultCursor order) {
        List<Object> values = new ArrayList<>();
        for (Result result = order.next(); result != null; result = order.next()) {
            values.add(result.value());
        }
        return values;
    }
}
