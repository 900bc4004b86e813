package io.antflow.engine;

import static io.antflow.engine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.pipeline.Failure;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.StageCallbacks;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks are told how an item left their stage; they may feed follow-ups and harm nobody. */
@Timeout(10)
class CallbackTest {

    @RegisterExtension
    final TestEngine test = new TestEngine(new EngineLimits(100, 50, 1_000, 20));

    private final List<String> told = new CopyOnWriteArrayList<>();

    private final class Noting implements StageCallbacks {
        @Override
        public void onSuccess(ItemContext item, @Nullable Object value) throws Exception {
            told.add("success " + item.stage() + " " + item.itemId() + " " + value);
        }

        @Override
        public void onFailure(ItemContext item, Failure failure) throws Exception {
            told.add("failure " + item.stage() + " " + item.itemId() + " " + failure.message() + " "
                    + failure.attempts());
        }

        @Override
        public void onSkip(ItemContext item, @Nullable Object value) throws Exception {
            told.add("skip " + item.stage() + " " + item.itemId() + " " + value);
        }
    }

    @Test
    void aCallbackSeesWhatItsOwnStageMadeOfTheItem() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage("A", s -> s.task("a", Tasks.append("a")).callbacks(new Noting()))
                .stage("B", s -> s.task("b", Tasks.append("b")).callbacks(new Noting()))
                .build());

        run.feed(Item.of("x", "-"));
        run.join();

        assertThat(told).containsExactly("success A x -a", "success B x -ab");
    }

    @Test
    void onFailureIsToldOnceTheItemHasFailedForGood() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.broken(() -> new IOException("gone")))
                        .taskAttempts(3, Tasks.AT_ONCE)
                        .callbacks(new Noting())
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(told).containsExactly("failure A x gone 3");
    }

    @Test
    void onFailureIsToldUnderPerStageToo() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", Tasks.broken(() -> new IOException("gone")))
                        .stageAttempts(2, Tasks.AT_ONCE)
                        .callbacks(new Noting())
                        .build()));

        run.feed(Item.of("x", 1));
        run.join();

        assertThat(told).containsExactly("failure A x gone 2");
    }

    @Test
    void whatACallbackThrowsChangesNothing() throws Exception {
        StageCallbacks throwing = new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) throws Exception {
                throw new IOException("callback");
            }

            @Override
            public void onFailure(ItemContext item, Failure failure) {
                throw new StackOverflowError("callback");
            }

            @Override
            public void onSkip(ItemContext item, @Nullable Object value) throws Exception {
                throw new InterruptedException("callback");
            }
        };
        Run run = test.engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        s -> s.task("a", (Object input, io.antflow.pipeline.TaskContext c) -> {
                                    if (input.equals("bad")) {
                                        throw new IllegalStateException("task");
                                    }
                                    return input;
                                })
                                .taskAttempts(1, Tasks.AT_ONCE)
                                .skipIf((value, item) -> "skip".equals(value))
                                .callbacks(throwing))
                .stage("B", s -> s.task("b", Tasks.append("!")))
                .build());

        run.feedAll(List.of("good", "bad", "skip", "good", "bad", "skip"));
        run.join();

        assertThat(run.results())
                .extracting(Result::value)
                .containsExactly("good!", "bad", "skip!", "good!", "bad", "skip!");
        assertThat(run.summary().itemsProcessed()).isEqualTo(4);
        assertThat(run.summary().itemsFailed()).isEqualTo(2);
        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("java.lang.IllegalStateException");
        assertThat(test.events(run).tasks(0L))
                .as("a successful task is not run again")
                .hasSize(4);
    }

    @Test
    void theRunWaitsForWhatCallbacksFeed() throws Exception {
        StageCallbacks follow = new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) {
                int depth = (Integer) java.util.Objects.requireNonNull(value);
                if (depth < 5) {
                    assertThat(item.feed(Item.of(depth + 1))).isTrue();
                    assertThat(item.feed(Item.of(depth + 1))).isTrue();
                }
            }
        };
        Run run = test.engine.start(Pipeline.named("crawler")
                .stage(
                        "Fetch",
                        s -> s.workers(2)
                                .queueCapacity(1)
                                .task("t", Tasks.same())
                                .callbacks(follow))
                .stage("Save", s -> s.task("t", Tasks.same()).queueCapacity(1))
                .build());

        run.feed(Item.of(0));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(63);
        assertThat(run.summary().totalItems()).isEqualTo(63);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aTaskMayFeedFollowUpsIntoAnyStage() throws Exception {
        Run run = test.engine.start(Pipeline.named("p")
                .stage(
                        "A",
                        s -> s.task("a", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            assertThat(context.feed(Item.of("follow-up", "f"), "B"))
                                    .isTrue();
                            return input + "a";
                        }))
                .stage("B", s -> s.task("b", Tasks.append("b")))
                .build());

        run.feed(Item.of("x", "-"));
        run.join();

        assertThat(run.results()).extracting(Result::value).containsExactly("-ab", "fb");
    }

    @Test
    void aFollowUpNeverWaitsForRoomThatItsOwnWorkerWouldMake() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .queueCapacity(1)
                        .task("a", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            if (input.equals("seed")) {
                                for (int i = 0; i < 50; i++) {
                                    context.feed(Item.of("follow-up"));
                                }
                            }
                            return input;
                        })
                        .build()));

        run.feed(Item.of("seed"));
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(51);
    }

    @Test
    void aFollowUpWhoseIdIsTakenIsRefused() throws Exception {
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            answers.add(context.feed(Item.of("the same", "f")));
                            return input;
                        })
                        .build()));

        run.feed(Item.of("x", 0));
        run.join();

        assertThat(answers).containsExactlyInAnyOrder(true, false);
        assertThat(run.summary().totalItems()).isEqualTo(2);
    }

    @Test
    void aFollowUpBeyondTheItemLimitIsRefused() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            context.feed(Item.of(0));
                            return context.feed(Item.of(0));
                        })
                        .build()));

        run.feed(Item.of("seed"));
        run.join();

        assertThat(run.summary().totalItems()).isEqualTo(1_000);
        assertThat(run.summary().itemsProcessed()).isEqualTo(1_000);
    }

    @Test
    void aFollowUpOfACancelledRunIsRefused() throws Exception {
        Gate gate = new Gate();
        List<Boolean> answers = new CopyOnWriteArrayList<>();
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task("a", (Object input, io.antflow.pipeline.TaskContext context) -> {
                            gate.pass(context.itemId());
                            answers.add(context.feed(Item.of("follow-up", 0)));
                            return input;
                        })
                        .build()));
        run.feed(Item.of("x", 0));
        gate.awaitArrived(1);

        run.cancel();
        gate.open();
        run.join();

        assertThat(answers).containsExactly(false);
        assertThat(run.summary().totalItems()).isEqualTo(1);
    }

    @Test
    void aFollowUpForAnUnknownStageFailsTheAttemptAlone() throws Exception {
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .task(
                                "a",
                                (Object input, io.antflow.pipeline.TaskContext context) ->
                                        context.feed(Item.of("f"), "Nope"))
                        .taskAttempts(1, Tasks.AT_ONCE)
                        .build()));

        run.feed(Item.of("x", 0));
        run.join();

        assertThat(run.errorSummary().errorsByType()).containsOnlyKeys("io.antflow.engine.UnknownStageException");
        assertThat(run.summary().totalItems()).isEqualTo(1);
    }

    @Test
    void callbacksFeedAlsoWhenTheRunIsClosedToOthers() throws Exception {
        Gate gate = new Gate();
        StageCallbacks follow = new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) {
                if ("seed".equals(value)) {
                    item.feed(Item.of("follow-up"));
                }
            }
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A").task("a", Tasks.gated(gate)).callbacks(follow).build()));
        run.feed(Item.of("seed"));
        gate.awaitArrived(1);
        run.close();
        gate.letThrough(1);
        gate.awaitArrived(2);

        assertThat(run.ended()).isFalse();
        gate.open();
        run.join();
        assertThat(run.summary().itemsProcessed()).isEqualTo(2);
    }

    @Test
    void aSlowCallbackHoldsOnlyItsWorker() throws Exception {
        Gate gate = new Gate();
        StageCallbacks slow = new StageCallbacks() {
            @Override
            public void onSuccess(ItemContext item, @Nullable Object value) throws Exception {
                if (item.itemId().equals(0L)) {
                    gate.pass(item.itemId());
                }
            }
        };
        Run run = test.engine.start(Pipeline.of(
                "p",
                Stage.named("A")
                        .workers(2)
                        .task("a", Tasks.same())
                        .callbacks(slow)
                        .build()));

        run.feed(Item.of("first"));
        gate.awaitArrived(1);
        run.feedAll(IntStream.range(0, 10).boxed().toList());
        eventually("the others", () -> run.summary().itemsProcessed() == 10);
        gate.open();
        run.join();

        assertThat(run.summary().itemsProcessed()).isEqualTo(11);
    }
}
