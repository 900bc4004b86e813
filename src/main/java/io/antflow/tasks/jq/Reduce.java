package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Stack;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code reduce items as $variables (start; update)}, like the library's; but it does not collect what an update gives
 * when only the last of it counts, and what a round has made is taken back from the evaluation's account, but for its result.
 */
record Reduce(Expression items, PatternMatcher variables, Expression start, Expression update) implements Expression {

    @Override
    public void apply(Scope scope, JsonNode in, @Nullable Path path, PathOutput output, boolean requirePath)
            throws JsonQueryException {
        start.apply(scope, in, first -> {
            Rounds rounds = new Rounds(first, Scope.newChildScope(scope));
            items.apply(
                    scope,
                    in,
                    item -> variables.match(scope, item, values -> rounds.next(values, update), new Stack<>()));
            output.emit(rounds.result, null);
        });
    }

    private static final class Rounds {

        private final Evaluation evaluation = Evaluation.current();
        private final Scope scope;
        private JsonNode result;
        private long share;

        Rounds(JsonNode first, Scope scope) {
            this.result = first;
            this.scope = scope;
        }

        void next(List<Pair<String, JsonNode>> values, Expression update) throws JsonQueryException {
            for (Pair<String, JsonNode> value :
                    values.reversed()) { // of variables with the same name the first one counts
                scope.setValue(value._1, value._2);
            }
            long charged = evaluation.charged();
            JsonNode before = result;
            result = NullNode.getInstance();
            update.apply(scope, before, value -> result = value);
            share = evaluation.settle(result, share, charged);
        }
    }
}
