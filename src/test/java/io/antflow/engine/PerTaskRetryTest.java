package io.antflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failing task is tried again with the same input; the tasks before it are not repeated. */
@Timeout(10)
class PerTaskRetryTest {

    @RegisterExtension
    final TestEngine test = new TestEngine();

    @Test
    void anItemThatSucceedsAtOnceStartsAndCompletesInEachStage() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.same()))
                .stage("B", s -> s.task("b", Tasks.same()))
                .build());

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).statuses("x"))
                .containsExactly(
                        "queued@A",
                        "in_progress@A by A-W0",
                        "completed@A by A-W0",
                        "queued@B",
                        "in_progress@B by B-W0",
                        "completed@B by B-W0");
        assertThat(test.events(run).tasks("x"))
                .containsExactly("start a 1", "complete a 1", "start b 1", "complete b 1");
    }

    @Test
    void twoFailuresThenSuccess() throws Exception {
        Run run = test.engine.start(failingFirst(2, 3));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly(
                        "start fetch 1",
                        "retry fetch 1 java.io.IOException",
                        "start fetch 2",
                        "retry fetch 2 java.io.IOException",
                        "start fetch 3",
                        "complete fetch 3");
        assertThat(test.events(run).statuses("x"))
                .containsExactly(
                        "queued@A",
                        "in_progress@A by A-W0",
                        "retrying@A by A-W0 2 java.io.IOException: gone",
                        "in_progress@A by A-W0",
                        "retrying@A by A-W0 3 java.io.IOException: gone",
                        "in_progress@A by A-W0",
                        "completed@A by A-W0");
        assertThat(run.results()).extracting(Result::value).containsExactly(1);
    }

    @Test
    void allThreeAttemptsFail() throws Exception {
        Run run = test.engine.start(failingFirst(3, 3));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).tasks("x"))
                .containsExactly(
                        "start fetch 1",
                        "retry fetch 1 java.io.IOException",
                        "start fetch 2",
                        "retry fetch 2 java.io.IOException",
                        "start fetch 3",
                        "fail fetch 3 java.io.IOException");
        assertThat(test.events(run).statuses("x"))
                .endsWith("in_progress@A by A-W0", "failed@A by A-W0 3 java.io.IOException: gone");
    }

    @Test
    void anAttemptTellsItsTaskEventBeforeTheStatusItLeadsTo() throws Exception {
        Run run = test.engine.start(failingFirst(1, 2));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).all("x"))
                .containsExactly(
                        "queued@A",
                        "in_progress@A by A-W0",
                        "start fetch 1",
                        "retry fetch 1 java.io.IOException",
                        "retrying@A by A-W0 2 java.io.IOException: gone",
                        "in_progress@A by A-W0",
                        "start fetch 2",
                        "complete fetch 2",
                        "completed@A by A-W0");
    }

    @Test
    void retryingAndFailedSayWhichAttemptAndWhy() throws Exception {
        Run run = test.engine.start(failingFirst(9, 2));

        run.feed(Item.of("x", 1));
        run.join();

        List<StatusEvent> events = test.events(run).statusEvents("x");
        assertThat(events.get(2).metadata())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("attempt", 2, "error", "gone", "error_type", "java.io.IOException"));
        StatusEvent failed = events.getLast();
        assertThat(failed.status()).isEqualTo(ItemStatus.FAILED);
        assertThat(failed.metadata()).containsEntry("error", "gone").containsEntry("error_type", "java.io.IOException");
        assertThat(failed.worker()).isEqualTo("A-W0");
        assertThat(events.getFirst().metadata()).isEmpty();
    }

    @Test
    void theRecordedErrorIsTheOriginalException() throws Exception {
        IOException original = new IOException("gone");
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.broken(() -> original))
                        .taskAttempts(2, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        Result result = run.results().findFirst().orElseThrow();
        assertThat(result.failed()).isTrue();
        assertThat(result.error()).satisfies(error -> {
            assertThat(error.cause()).isSameAs(original);
            assertThat(error.type()).isEqualTo("java.io.IOException");
            assertThat(error.message()).isEqualTo("gone");
            assertThat(error.stage()).isEqualTo("A");
            assertThat(error.attempts()).isEqualTo(2);
        });
    }

    @Test
    void tasksThatSucceededAreNotRepeatedAndTheInputStaysTheSame() throws Exception {
        List<Object> inputs = new CopyOnWriteArrayList<>();
        AtomicInteger before = new AtomicInteger();
        Task<Object, Object> flaky = (input, context) -> {
            inputs.add(input);
            if (context.attempt() < 3) {
                throw new IOException("gone");
            }
            return input + "b";
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("first", (Object input, io.antflow.pipeline.TaskContext c) -> {
                            before.incrementAndGet();
                            return input + "a";
                        })
                        .task("flaky", flaky)
                        .task("last", Tasks.append("c"))
                        .taskAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", "-"));
        run.join();

        assertThat(before).hasValue(1);
        assertThat(inputs).containsExactly("-a", "-a", "-a");
        assertThat(run.results()).extracting(Result::value).containsExactly("-abc");
    }

    @Test
    void eachTaskHasAllItsAttempts() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("first", Tasks.failing(2, IOException::new))
                        .task("second", Tasks.failing(2, IOException::new))
                        .taskAttempts(3, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(1);
        assertThat(test.events(run).tasks("x")).endsWith("start second 3", "complete second 3");
    }

    @Test
    void oneAttemptMeansNoRetry() throws Exception {
        Run run = test.engine.start(failingFirst(1, 1));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(test.events(run).tasks("x")).containsExactly("start fetch 1", "fail fetch 1 java.io.IOException");
    }

    @Test
    void theTaskIsToldItsAttempt() throws Exception {
        List<Integer> attempts = new ArrayList<>();
        Task<Object, Object> task = (input, context) -> {
            attempts.add(context.attempt());
            throw new IOException("gone");
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("t", task).taskAttempts(3, Tasks.AT_ONCE).build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void anItemThatFailedIsNotSeenByTheStagesBehind() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Task<Object, Object> count = (input, context) -> seen.incrementAndGet();
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.broken(IOException::new)).taskAttempts(2, Tasks.AT_ONCE))
                .stage("B", s -> s.task("count", count))
                .build());

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(seen).hasValue(0);
        assertThat(Look.stage(run, "B").arrivedItems()).isZero();
    }

    private static Pipeline failingFirst(int failures, int attempts) {
        return Pipeline.of(
                "p",
                Stage.named("A")
                        .task("fetch", Tasks.failing(failures, () -> new IOException("gone")))
                        .taskAttempts(attempts, Tasks.AT_ONCE)
                        .build());
    }
}
