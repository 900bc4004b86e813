package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.misc.JsonNodeComparator;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code contains} (and so {@code inside}): it compares everything with everything, a step for each pair. */
final class ContainsFunction implements Function {

    static final String NAME = "contains/1";

    @Override
    public void apply(
            Scope scope, List<Expression> args, JsonNode in, @Nullable Path path, PathOutput output, Version version)
            throws JsonQueryException {
        Evaluation evaluation = Evaluation.current();
        args.get(0).apply(scope, in, part -> {
            if (in.getNodeType() != part.getNodeType()) {
                throw new JsonQueryTypeException("%s and %s cannot have their containment checked", in, part);
            }
            output.emit(BooleanNode.valueOf(contains(in, part, evaluation)), null);
        });
    }

    private static boolean contains(JsonNode whole, JsonNode part, Evaluation evaluation) {
        evaluation.step();
        if (whole.isTextual() && part.isTextual()) {
            evaluation.pairs(
                    whole.textValue().length(), part.textValue().length(), BoundedFunction.MAX_CHARACTER_PAIRS);
            return whole.textValue().contains(part.textValue());
        }
        if (whole.isArray() && part.isArray()) {
            for (JsonNode element : part) {
                if (!anyContains(whole, element, evaluation)) {
                    return false;
                }
            }
            return true;
        }
        if (whole.isObject() && part.isObject()) {
            for (Map.Entry<String, JsonNode> field : part.properties()) {
                JsonNode value = whole.get(field.getKey());
                if (value == null || !contains(value, field.getValue(), evaluation)) {
                    return false;
                }
            }
            return true;
        }
        return JsonNodeComparator.getInstance().compare(whole, part) == 0;
    }

    private static boolean anyContains(JsonNode whole, JsonNode part, Evaluation evaluation) {
        for (JsonNode element : whole) {
            if (contains(element, part, evaluation)) {
                return true;
            }
        }
        return false;
    }
}
