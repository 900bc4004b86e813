package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.operators.DivideOperator;
import net.thisptr.jackson.jq.internal.operators.MultiplyOperator;
import net.thisptr.jackson.jq.internal.operators.PlusOperator;

/** An operator that refuses in advance what would take too long, and charges for what it makes. */
record BoundedOperator(BinaryOperator operator) implements BinaryOperator {

    @Override
    public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
        Evaluation evaluation = Evaluation.current();
        if (left.isTextual() && right.isTextual() && operator instanceof DivideOperator) {
            evaluation.pairs(
                    left.textValue().length(), right.textValue().length(), BoundedFunction.MAX_CHARACTER_PAIRS);
        } else if (operator instanceof MultiplyOperator) {
            if (left.isTextual() && right.isNumber()) {
                requireRoomToRepeat(left, right, evaluation);
            } else if (left.isNumber() && right.isTextual()) {
                requireRoomToRepeat(right, left, evaluation);
            }
        }
        JsonNode result = operator.apply(mapper, left, right);
        return left.isArray() && right.isArray() && operator instanceof PlusOperator
                ? evaluation.sum(left, right, result)
                : evaluation.made(result);
    }

    private static void requireRoomToRepeat(JsonNode text, JsonNode times, Evaluation evaluation) {
        evaluation.requireRoomFor(
                (long) Math.max(0, times.asDouble() * text.textValue().length()));
    }

    @Override
    public String image() {
        return operator.image();
    }
}
