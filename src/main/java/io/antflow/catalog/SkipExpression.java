package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.SkipCondition;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.ValueConversionException;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * A jq expression that says which items pass a stage by. It is asked about the item's value and has to answer with one
 * true or false: anything else fails the item, as jq's own idea of truth makes a yes of every typing error.
 *
 * @param text as it was written
 */
record SkipExpression(String text, JsonQuery query, Scope functions, ItemValues values) implements SkipCondition {

    @Override
    public boolean test(@Nullable Object value, ItemContext item) throws SkipExpressionException {
        List<JsonNode> answers = new ArrayList<>(1);
        try {
            JsonNode json = values.toJson(value);
            query.apply(Scope.newChildScope(functions), json == null ? NullNode.getInstance() : json, answers::add);
        } catch (JsonQueryException | ValueConversionException | RuntimeException e) {
            throw new SkipExpressionException(text, "fails: " + ClientText.shown(String.valueOf(e.getMessage())), e);
        } catch (StackOverflowError e) {
            throw new SkipExpressionException(text, "fails: it calls itself without end", e);
        }
        if (answers.size() != 1) {
            throw new SkipExpressionException(text, "gives %d values, not one".formatted(answers.size()), null);
        }
        if (!answers.getFirst().isBoolean()) {
            throw new SkipExpressionException(
                    text, "gives " + ObjectFields.shown(answers.getFirst()) + ", not true or false", null);
        }
        return answers.getFirst().booleanValue();
    }
}
