package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.ArrayIndexPath;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part of an expression whose evaluation is a step of the whole one's, and one level of its nesting: it ends when all
 * has ended that is done with its values.
 *
 * @param values where the values come from that it gives
 */
record Bounded(Expression part, Values values) implements Expression {

    enum Values {
        /** From its own parts, which are bounded themselves. */
        PASSED,
        /** Out of a value that is there, one after the other. */
        TAKEN,
        /** It makes them. */
        MADE,
        /** From its parts, and something keeps them all. */
        KEPT,
        /** Out of a value that is there, or a place in an array that is not there yet. */
        PLACED
    }

    @Override
    public void apply(Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        Evaluation evaluation = Evaluation.current();
        evaluation.enter();
        try {
            part.apply(scope, in, path, bounded(values, output, evaluation), requirePath);
        } finally {
            evaluation.leave();
        }
    }

    static PathOutput bounded(Values values, PathOutput output, Evaluation evaluation) {
        return switch (values) {
            case PASSED -> output;
            case TAKEN ->
                (value, path) -> {
                    evaluation.step();
                    output.emit(value, path);
                };
            case MADE -> (value, path) -> output.emit(evaluation.made(value), path);
            case KEPT ->
                (value, path) -> {
                    evaluation.kept(value);
                    output.emit(value, path);
                };
            case PLACED ->
                (value, path) -> {
                    if (path instanceof ArrayIndexPath index && value.isNull()) {
                        // an assignment to it makes all places before it, too
                        evaluation.charge((long) Weights.SLOT * Math.max(0, index.index.asInt()));
                    }
                    output.emit(value, path);
                };
        };
    }

    @Override
    public String toString() {
        return part.toString();
    }
}
