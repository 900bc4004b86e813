package io.antflow.api.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.caller.OwnedRuns;
import io.antflow.config.RequestConfig;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Result;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.TaskContext;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ItemIntakeTest {

    private static final Pipeline ECHO = Pipeline.of(
            "echo",
            Stage.named("A")
                    .task("echo", (Object input, TaskContext context) -> input)
                    .build());
    private static final FeedOptions FIRST_STAGE = FeedOptions.of(ECHO, null, null);
    private static final MediaType NDJSON = MediaType.valueOf(ItemIntake.NDJSON);

    private final PipelineEngine engine = PipelineEngine.builder().build();
    private final ItemIntake intake = new ItemIntake(defaults(), new OwnedRuns());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void feedsEveryItemInOrder() throws Exception {
        Submission submission = feed(Bodies.of("\"a\"\n{\"id\": 7, \"value\": 1, \"x\": 2}\n"), NDJSON);

        assertThat(submission.accepted()).isEqualTo(2);
        assertThat(submission.problem()).isNull();
        assertThat(Objects.requireNonNull(submission.run()).join().results().map(Result::id))
                .containsExactly(0L, 7L);
    }

    @Test
    void asksForTheRunOnceAndOnlyWhenThereIsAnItem() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        intake.feed(Bodies.of("1\n2\n3\n"), NDJSON, FIRST_STAGE, () -> {
            asked.incrementAndGet();
            return engine.start(ECHO);
        });
        Submission unreadable = intake.feed(Bodies.of("oops"), NDJSON, FIRST_STAGE, () -> {
            throw new AssertionError("asked for a run");
        });

        assertThat(asked).hasValue(1);
        assertThat(unreadable.run()).isNull();
        assertThat(unreadable.problem()).isNotNull();
    }

    @Test
    void tellsThatTheClientIsGone() throws Exception {
        Submission submission = feed(Bodies.cut("1\n2\n{"), NDJSON);

        assertThat(submission.clientGone()).isTrue();
        assertThat(submission.accepted()).isEqualTo(2);
        assertThat(problemOf(submission).getType()).hasToString("urn:antflow:problem:incomplete-body");
    }

    @Test
    void stopsWhenTheRunIsClosed() throws Exception {
        Run run = engine.start(ECHO);
        run.close();

        Submission submission = intake.feed(Bodies.of("[1, 2]"), null, FIRST_STAGE, () -> run);

        assertThat(problemOf(submission).getStatusCode()).isEqualTo(409);
        assertThat(problemOf(submission).getParameters())
                .containsEntry("index", 0L)
                .containsEntry("accepted", 0L);
    }

    @Test
    void stopsWhenTheRunIsCancelled() throws Exception {
        Run run = engine.start(ECHO);
        run.cancel();

        Submission submission = intake.feed(Bodies.of("[1, 2]"), null, FIRST_STAGE, () -> run);

        assertThat(problemOf(submission).getDetail()).contains("cancelled");
    }

    @Test
    void stopsWhenTheServiceShutsDown() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Run run = engine.start(Pipeline.of(
                "held",
                Stage.named("A")
                        .task("hold", (Object input, TaskContext context) -> {
                            begun.countDown();
                            released.await();
                            return input;
                        })
                        .build()));
        run.feed(Item.of(1));
        begun.await();
        Thread shutdown = Thread.ofVirtual().start(() -> engine.shutdown(Duration.ofSeconds(20)));
        while (run.open()) {
            Thread.onSpinWait();
        }

        Submission submission = intake.feed(Bodies.of("[1, 2]"), null, FIRST_STAGE, () -> run);
        released.countDown();
        shutdown.join();

        assertThat(problemOf(submission).getStatusCode()).isEqualTo(503);
        assertThat(problemOf(submission).getHeaders()).containsKey("Retry-After");
    }

    @Test
    void refusesWhatTheRunHasAlready() throws Exception {
        Run run = engine.start(ECHO);
        run.feed(Item.of("a", 1));

        Submission submission = intake.feed(Bodies.of("[{\"id\": \"a\"}]"), null, FIRST_STAGE, () -> run);

        assertThat(submission.accepted()).isZero();
        assertThat(submission.refused())
                .containsExactly(
                        new RefusedItem(1, 0L, "a", RefusedItem.DUPLICATE_ID, "the run has an item with this id"));
    }

    private Submission feed(InputStream body, MediaType type) throws InterruptedException {
        return intake.feed(body, type, FIRST_STAGE, () -> engine.start(ECHO));
    }

    private static HttpProblem problemOf(Submission submission) {
        return Objects.requireNonNull(submission.problem());
    }

    private static RequestConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(RequestConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(RequestConfig.class);
    }
}
