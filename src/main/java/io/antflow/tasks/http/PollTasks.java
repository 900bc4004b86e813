package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;
import io.antflow.tasks.InvalidParametersException;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.jq.Expression;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The built-in task {@code poll}. */
@Singleton
@Identifier("poll")
final class PollTasks implements TaskFactory {

    static final String DESCRIPTION = "Asks another service by HTTP again and again, until what it answers is done.";

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
    private static final double DEFAULT_BACKOFF = 1.5;
    private static final Duration DEFAULT_MAX_INTERVAL = Duration.ofSeconds(30);
    private static final Duration DEFAULT_DEADLINE = Duration.ofHours(1);
    private static final int DEFAULT_MAX_FAILURES = 5;
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final CallReader calls;
    private final JsonNode schema;
    private final PollTask.Pause pause;

    @Inject
    PollTasks(CallReader calls, Schemas schemas) {
        this(calls, schemas, Thread::sleep);
    }

    PollTasks(CallReader calls, Schemas schemas, PollTask.Pause pause) {
        this.calls = calls;
        this.schema = schemas.read("poll");
        this.pause = pause;
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public JsonNode parameters() {
        return schema;
    }

    @Override
    public Task<@Nullable JsonNode, JsonNode> task(ObjectNode with) throws InvalidParametersException {
        Parameters parameters = new Parameters(with);
        HttpCall call = calls.call(parameters);
        if (parameters.value("until") == null) {
            parameters.violation("until", "until is missing: a jq expression in a string that is true when it is done");
        }
        Expression until = calls.expression("until", parameters);
        Expression failIf = calls.expression("fail_if", parameters);
        Expression status = calls.expression("status", parameters);
        Expression keep = calls.expression("keep", parameters);
        PollPlan plan = plan(parameters);
        parameters.finish();
        return new PollTask(
                Objects.requireNonNull(call), Objects.requireNonNull(until), failIf, status, keep, plan, pause);
    }

    private static PollPlan plan(Parameters parameters) {
        Duration interval = parameters.seconds("interval_seconds", DEFAULT_INTERVAL, SHORTEST, LONGEST);
        Duration longest = interval.compareTo(DEFAULT_MAX_INTERVAL) > 0 ? interval : DEFAULT_MAX_INTERVAL;
        return new PollPlan(
                interval,
                parameters.number("backoff", DEFAULT_BACKOFF, 1, 10),
                parameters.seconds("max_interval_seconds", longest, interval, LONGEST),
                parameters.seconds("deadline_seconds", DEFAULT_DEADLINE, SHORTEST, LONGEST),
                parameters.wholeNumber("max_failures", DEFAULT_MAX_FAILURES, 0, 1_000_000));
    }
}
