package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.antflow.tasks.ClientText;
import java.util.List;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/**
 * A jq expression, compiled once. Immutable, for any number of threads.
 *
 * <p>Its evaluation ends when the thread is interrupted, and at the limits of {@link io.antflow.config.ExpressionsConfig},
 * whatever the expression is up to; a single large operation, such as sorting a value of the largest size, may go on for
 * a second or two.
 */
public final class Expression {

    private final String text;
    private final Program program;

    Expression(String text, Program program) {
        this.text = text;
        this.program = program;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * All values that it gives.
     *
     * @param input null counts as JSON null
     * @throws ExpressionException it fails, or asks for more than the limits let it have
     * @throws InterruptedException this thread was interrupted
     */
    public List<JsonNode> all(@Nullable JsonNode input) throws ExpressionException, InterruptedException {
        try {
            return program.run(input == null ? NullNode.getInstance() : input);
        } catch (StoppedException e) {
            throw new ExpressionException(text, String.valueOf(e.getMessage()), e);
        } catch (JsonQueryException | RuntimeException e) {
            throw new ExpressionException(text, "fails: " + ClientText.shown(String.valueOf(e.getMessage())), e);
        } catch (StackOverflowError e) { // unlikely, as nesting is limited: what is nested must be very deep itself
            throw new ExpressionException(text, "calls itself too often, or without end", e);
        }
    }

    /**
     * The one value that it gives.
     *
     * @param input null counts as JSON null
     * @throws ExpressionException it fails, or gives none or several
     * @throws InterruptedException this thread was interrupted
     */
    public JsonNode one(@Nullable JsonNode input) throws ExpressionException, InterruptedException {
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
     * @throws InterruptedException this thread was interrupted
     */
    public boolean test(@Nullable JsonNode input) throws ExpressionException, InterruptedException {
        JsonNode answer = one(input);
        if (!answer.isBoolean()) {
            throw new ExpressionException(text, "gives " + ClientText.shown(answer) + ", not true or false", null);
        }
        return answer.booleanValue();
    }
}
