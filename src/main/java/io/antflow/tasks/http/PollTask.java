package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.ExpressionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks again and again until a condition holds, and goes on with what is kept of the last answer. Between two questions
 * its virtual thread sleeps: no thread of the platform waits.
 *
 * @param until whether it is done
 * @param failIf whether it has failed; null: it never does
 * @param status what to show meanwhile; null: nothing of its own
 * @param keep null: the body
 */
record PollTask(
        HttpCall call,
        Expression until,
        @Nullable Expression failIf,
        @Nullable Expression status,
        @Nullable Expression keep,
        PollPlan plan,
        Pause pause)
        implements Task<@Nullable JsonNode, JsonNode> {

    /** Waits. */
    @FunctionalInterface
    interface Pause {

        /** @throws InterruptedException at once when the thread is interrupted */
        void of(Duration time) throws InterruptedException;
    }

    @Override
    public JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        JsonNode item = input == null ? NullNode.getInstance() : input;
        Deadline deadline = Deadline.in(plan.deadline(), call.environment().nanoTime());
        Duration interval = plan.interval();
        int failures = 0;
        String last = "";
        while (true) {
            Duration atLeast = Duration.ZERO;
            try {
                Answer answer = call.ask(item);
                failures = 0;
                JsonNode seen = answer.toJson(item);
                if (failIf != null && failIf.test(seen)) {
                    throw failed(answer, seen, context);
                }
                if (until.test(seen)) {
                    return keep == null ? answer.body() : keep.one(seen);
                }
                last = "%s: answered %d with %s".formatted(answer.label(), answer.status(), call.excerpt(answer));
                show(seen, context);
            } catch (HttpNetworkException | RetryableStatusException | InvalidResponseException e) {
                if (++failures > plan.maxFailures()) {
                    throw e;
                }
                last = String.valueOf(e.getMessage());
                atLeast = e instanceof RetryableStatusException busy ? busy.retryAfter() : Duration.ZERO;
            }
            long remaining = deadline.remainingNanos();
            if (remaining <= 0 || remaining < atLeast.toNanos()) {
                throw new PollDeadlineException(
                        "not done within %s; the last was %s".formatted(Times.shown(plan.deadline()), last), null);
            }
            // The last question is asked at the deadline.
            pause.of(Duration.ofNanos(Math.min(remaining, Math.max(interval.toNanos(), atLeast.toNanos()))));
            interval = plan.after(interval);
        }
    }

    private void show(JsonNode seen, TaskContext context)
            throws ExpressionException, CredentialUnavailableException, InterruptedException {
        if (status != null) {
            context.setStatus(text(status, seen));
        }
    }

    private PollFailedException failed(Answer answer, JsonNode seen, TaskContext context)
            throws ExpressionException, CredentialUnavailableException, InterruptedException {
        show(seen, context);
        String shown = status == null ? "answered with " + call.excerpt(answer) : text(status, seen);
        return new PollFailedException("%s: fail_if holds: %s".formatted(answer.label(), shown), null);
    }

    private String text(Expression expression, JsonNode seen)
            throws ExpressionException, CredentialUnavailableException, InterruptedException {
        JsonNode text = expression.one(seen);
        return call.shown(text.isTextual() ? text.textValue() : text.toString());
    }

    @Override
    public String description() {
        return PollTasks.DESCRIPTION;
    }
}
