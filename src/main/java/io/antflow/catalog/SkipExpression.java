package io.antflow.catalog;

import io.antflow.pipeline.ItemContext;
import io.antflow.pipeline.SkipCondition;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.ValueConversionException;
import io.antflow.tasks.jq.Expression;
import io.antflow.tasks.jq.ExpressionException;
import org.jspecify.annotations.Nullable;

/** A jq expression that says which items pass a stage by: it is asked about the item's value. */
record SkipExpression(Expression expression, ItemValues values) implements SkipCondition {

    /** As it was written. */
    String text() {
        return expression.text();
    }

    @Override
    public boolean test(@Nullable Object value, ItemContext item) throws SkipExpressionException, InterruptedException {
        try {
            return expression.test(values.toJson(value));
        } catch (ExpressionException e) {
            throw new SkipExpressionException(text(), e.what(), e);
        } catch (ValueConversionException e) {
            throw new SkipExpressionException(text(), "fails: " + e.getMessage(), e);
        }
    }
}
