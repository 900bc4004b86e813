package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.tasks.ClientText;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** A jq expression, compiled once. Immutable, for any number of threads. */
public final class Expression {

    private final String text;
    private final JsonQuery query;
    private final Scope functions;

    Expression(String text, JsonQuery query, Scope functions) {
        this.text = text;
        this.query = query;
        this.functions = functions;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * All values that it gives.
     *
     * @param input null counts as JSON null
     * @throws ExpressionException it fails
     */
    public List<JsonNode> all(@Nullable JsonNode input) throws ExpressionException {
        List<JsonNode> answers = new ArrayList<>(1);
        try {
            query.apply(Scope.newChildScope(functions), input == null ? NullNode.getInstance() : input, answers::add);
        } catch (JsonQueryException | RuntimeException e) {
            throw new ExpressionException(text, "fails: " + ClientText.shown(String.valueOf(e.getMessage())), e);
        } catch (StackOverflowError e) {
            throw new ExpressionException(text, "fails: it calls itself without end", e);
        }
        return answers;
    }

    /**
     * The one value that it gives.
     *
     * @param input null counts as JSON null
     * @throws ExpressionException it fails, or gives none or several
     */
    public JsonNode one(@Nullable JsonNode input) throws ExpressionException {
        List<JsonNode> answers = all(input);
        if (answers.size() != 1) {
            throw new ExpressionException(text, "gives %d values, not one".formatted(answers.size()), null);
        }
        return answers.getFirst();
    }

    /**
     * Whether it holds. jq's own idea of truth would make a yes of every typing error.
     *
     * @param input null counts as JSON null
     * @throws ExpressionException it fails, or gives anything but one true or false
     */
    public boolean test(@Nullable JsonNode input) throws ExpressionException {
        JsonNode answer = one(input);
        if (!answer.isBoolean()) {
            throw new ExpressionException(text, "gives " + ClientText.shown(answer) + ", not true or false", null);
        }
        return answer.booleanValue();
    }
}
