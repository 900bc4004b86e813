package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.NotRetryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When it asks again, what it bears, and when it ends. Time only goes on when the task waits. */
@Timeout(30)
class PollTaskTest {

    private static final String DONE = ", until: '.body.state == \"done\"'";

    private final TestTasks tasks = new TestTasks();
    private final Context context = new Context();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> waits = new ArrayList<>();

    @BeforeEach
    void timeGoesOnByWaitingAlone() {
        tasks.nanoTime = nanos::get;
        tasks.pause = wait -> {
            waits.add(wait);
            nanos.addAndGet(wait.toNanos());
        };
    }

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    /** Answers one after the other, the last one again and again; {@code 503 7} is a status and what Retry-After says. */
    private static RawServer server(String... answers) throws Exception {
        AtomicInteger next = new AtomicInteger();
        return new RawServer((request, reply) -> {
            String answer = answers[Math.min(next.getAndIncrement(), answers.length - 1)];
            switch (answer) {
                case String a when a.equals("reset") -> reply.reset();
                case String a
                when a.matches("\\d.*") -> {
                    String[] status = a.split(" ");
                    reply.send(
                            Integer.parseInt(status[0]),
                            "text/plain",
                            "busy",
                            status.length > 1 ? "Retry-After: " + status[1] : "X-A: b");
                }
                default -> reply.json(answer);
            }
        });
    }

    private JsonNode poll(RawServer server, String more) throws Exception {
        return tasks.poll("{url: '%s'%s}", server.url("/jobs/{id}"), more).run(TestTasks.json("{id: 7}"), context);
    }

    private Throwable failure(RawServer server, String more) {
        return catchThrowable(() -> poll(server, more));
    }

    private static String label(RawServer server) {
        return "GET " + server.url("/jobs/7") + ": ";
    }

    private List<Double> secondsWaited() {
        return waits.stream().map(wait -> wait.toNanos() / 1e9).toList();
    }

    @Test
    void asksUntilItIsDoneAndShowsHowFarItIs() throws Exception {
        try (RawServer server =
                server("{\"state\": \"run\", \"n\": 40}", "{\"state\": \"run\", \"n\": 80}", "{\"state\": \"done\"}")) {
            JsonNode value = poll(
                    server,
                    DONE + ", status: '\"validating \\\\(.body.n)/100\"', keep: '{at: .body.state, id: .value.id}'");

            assertThat(value).isEqualTo(TestTasks.json("{at: 'done', id: 7}"));
            assertThat(context.shown).containsExactly("validating 40/100", "validating 80/100");
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void intervalsGrowToTheLongestAndTheLastQuestionIsAskedAtTheDeadline() throws Exception {
        try (RawServer server = server("{\"state\": \"run\"}")) {
            Throwable failure = failure(
                    server, DONE + ", interval_seconds: 1, backoff: 2, max_interval_seconds: 5, deadline_seconds: 20");

            assertThat(failure)
                    .isInstanceOf(PollDeadlineException.class)
                    .isInstanceOf(NotRetryable.class)
                    .hasMessage("not done within 20 s; the last was " + label(server)
                            + "answered 200 with \"{\"state\":\"run\"}\"");
            assertThat(secondsWaited()).containsExactly(1.0, 2.0, 4.0, 5.0, 5.0, 3.0);
            assertThat(server.requests).hasSize(7);
        }
    }

    @Test
    void failIfEndsItAtOnceWithWhatStatusSays() throws Exception {
        try (RawServer server = server("{\"state\": \"broken\", \"why\": \"no disk\"}")) {
            assertThat(failure(server, DONE + ", fail_if: '.body.state == \"broken\"', status: '.body.why'"))
                    .isInstanceOf(PollFailedException.class)
                    .isInstanceOf(NotRetryable.class)
                    .hasMessage(label(server) + "fail_if holds: no disk");
            assertThat(failure(server, DONE + ", fail_if: '.body.state == \"broken\"'"))
                    .hasMessage(label(server)
                            + "fail_if holds: answered with \"{\"state\":\"broken\",\"why\":\"no disk\"}\"");
            assertThat(context.shown).containsExactly("no disk");
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void bearsTransientFailuresAndWaitsAsLongAsTheServerSays() throws Exception {
        try (RawServer server = server(
                "503 7", "reset", "{\"state\": ", "429", "{\"state\": \"run\"}", "reset", "{\"state\": \"done\"}")) {
            assertThat(poll(server, DONE + ", interval_seconds: 1, backoff: 1, max_failures: 4"))
                    .isEqualTo(TestTasks.json("{state: 'done'}"));
            assertThat(secondsWaited()).containsExactly(7.0, 1.0, 1.0, 1.0, 1.0, 1.0);
        }
    }

    @Test
    void oneFailureInARowTooManyFailsTheAttempt() throws Exception {
        try (RawServer server = server("reset", "{\"state\": \"run\"}", "reset", "503 2", "reset", "200")) {
            assertThat(failure(server, DONE + ", max_failures: 2"))
                    .isInstanceOf(BrokenResponseException.class)
                    .isNotInstanceOf(NotRetryable.class);
            assertThat(server.requests).hasSize(5);
        }
    }

    @Test
    void aStatusThatIsNotTransientEndsIt() throws Exception {
        try (RawServer server = server("{\"state\": \"run\"}", "404")) {
            assertThat(failure(server, DONE))
                    .isInstanceOf(UnexpectedStatusException.class)
                    .hasMessage(label(server) + "answered 404 Said with \"busy\"");
        }
    }

    @Test
    void aRetryAfterPastTheDeadlineIsNotWaitedFor() throws Exception {
        try (RawServer server = server("503 60")) {
            assertThat(failure(server, DONE + ", deadline_seconds: 30"))
                    .isInstanceOf(PollDeadlineException.class)
                    .hasMessage("not done within 30 s; the last was " + label(server)
                            + "answered 503 Said with \"busy\", to be asked again in 60 s");
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void aConditionThatIsNeitherTrueNorFalseFails() throws Exception {
        try (RawServer server = server("{\"state\": \"run\"}")) {
            assertThat(failure(server, ", until: '.body.state'"))
                    .isInstanceOf(NotRetryable.class)
                    .hasMessage("jq '.body.state' gives 'run', not true or false");
        }
    }

    @Test
    void aSecretThatTheServerEchoesIsNotShown() throws Exception {
        tasks.credentials = CredentialsTest.bearer("crm", "t0/ke\"n", "http://127.0.0.1");
        try (RawServer server = new RawServer((request, reply) ->
                reply.json(TestTasks.json("{state: 'broken'}").toString().replace("broken", "t0\\/ke\\\"n")))) {
            tasks.credentials = CredentialsTest.bearer("crm", "t0/ke\"n", server.url(""));

            assertThat(failure(server, DONE + ", auth: 'crm', fail_if: 'true', status: '.body.state'"))
                    .hasMessage(label(server) + "fail_if holds: ***");
            assertThat(failure(server, DONE + ", auth: 'crm', fail_if: 'true'"))
                    .hasMessage(label(server) + "fail_if holds: answered with \"{\"state\":\"***\"}\"");
            assertThat(context.shown).containsExactly("***");
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        tasks.pause = wait -> {
            waiting.countDown();
            Thread.sleep(wait);
        };
        try (RawServer server = server("{\"state\": \"run\"}")) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread worker =
                    Thread.ofVirtual().start(() -> ended.complete(failure(server, DONE + ", interval_seconds: 600")));
            waiting.await();
            worker.interrupt();

            assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }
}
