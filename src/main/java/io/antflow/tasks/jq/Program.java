package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A bounded expression with all it takes to evaluate it. Thread-safe.
 *
 * @param expression made by {@link BoundedTree}
 * @param functions made by {@link BoundedFunctions}
 */
record Program(Expression expression, Scope functions, Limits limits, DeepStacks deepStacks, LongSupplier nanoTime) {

    /**
     * All values that it gives.
     *
     * @throws JsonQueryException it fails
     * @throws StoppedException it asks for too much
     * @throws InterruptedException the thread was interrupted
     */
    List<JsonNode> run(JsonNode input) throws JsonQueryException, InterruptedException {
        long start = nanoTime.getAsLong();
        try {
            return run(input, new Evaluation(limits, nanoTime, start, Evaluation.NESTING));
        } catch (StoppedException e) {
            return switch (e.why()) {
                case INTERRUPTED -> throw new InterruptedException();
                case TOO_MUCH -> throw e;
                case TOO_DEEP -> runDeep(input, start);
            };
        } catch (StackOverflowError _) { // its levels are uncommonly deep
            return runDeep(input, start);
        }
    }

    private List<JsonNode> runDeep(JsonNode input, long start) throws JsonQueryException, InterruptedException {
        try {
            return deepStacks.call(() -> run(input, new Evaluation(limits, nanoTime, start, Evaluation.DEEP_NESTING)));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case JsonQueryException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private List<JsonNode> run(JsonNode input, Evaluation evaluation) throws JsonQueryException {
        List<JsonNode> answers = new ArrayList<>(1);
        ScopedValue.where(Evaluation.CURRENT, evaluation).<Void, JsonQueryException>call(() -> {
            expression.apply(Scope.newChildScope(functions), input, answer -> {
                JsonNode made = evaluation.given(answer);
                if (answers.size() == Limits.MAX_OUTPUTS) {
                    throw new StoppedException("gives more than %d values".formatted(Limits.MAX_OUTPUTS));
                }
                answers.add(made);
            });
            return null;
        });
        return answers;
    }
}
