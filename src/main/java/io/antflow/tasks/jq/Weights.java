package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * How heavy values are: about the bytes they would take if nothing in them was shared, which is what writing or comparing
 * them costs. {@code [.,.]} sixty times over makes a value of sixty small arrays that nobody can ever write; so no value is
 * made that is heavier than the limit, or nested deeper than {@value #MAX_DEPTH}, and what the library does with values
 * is bounded by that.
 */
final class Weights {

    /** As deep as an item may be that comes by the API; writers of JSON give up at 1,000. */
    static final int MAX_DEPTH = 500;

    /** A place in an array. */
    static final int SLOT = 8;

    private static final int OBJECT_SLOT = 64;
    /** Anything, as far as it is not text. */
    static final int NODE = 24;

    private final Evaluation evaluation;
    private final Limits limits;

    /** Values that are weighed again as parts of others. It keeps them, so it is emptied before it keeps too much. */
    private final Map<JsonNode, Weight> known = new IdentityHashMap<>();

    private long knownBytes;

    Weights(Evaluation evaluation, Limits limits) {
        this.evaluation = evaluation;
        this.limits = limits;
    }

    /** @throws StoppedException the value is too heavy or too deep */
    void check(JsonNode container) {
        container(container);
    }

    long of(JsonNode value) {
        return value.isContainerNode() ? container(value).bytes() : ofScalar(value);
    }

    static long ofScalar(JsonNode value) {
        return value.isTextual() ? NODE * 2 + value.textValue().length() : NODE;
    }

    /** Without what is in it. */
    static long ofSlots(JsonNode container) {
        return NODE * 2 + (long) container.size() * (container.isObject() ? OBJECT_SLOT : SLOT);
    }

    /** The same as {@link #check} of two arrays in one, when it is known what they weigh. */
    void checkSum(JsonNode left, JsonNode right, JsonNode sum) {
        Weight one = container(left);
        Weight other = container(right);
        remember(
                sum, checked(new Weight(one.bytes() + other.bytes() - 2 * NODE, Math.max(one.depth(), other.depth()))));
    }

    private Weight container(JsonNode container) {
        Weight weight = known.get(container);
        if (weight == null) {
            weight = weigh(container);
            remember(container, weight);
        }
        return weight;
    }

    private Weight weigh(JsonNode container) {
        evaluation.step();
        long bytes = ofSlots(container);
        int depth = 0;
        if (container.isObject()) {
            for (Iterator<String> names = container.fieldNames(); names.hasNext(); ) {
                bytes += names.next().length();
            }
        }
        for (JsonNode child : container) {
            if (child.isContainerNode()) {
                Weight inner = container(child);
                bytes += inner.bytes();
                depth = Math.max(depth, inner.depth());
            } else {
                bytes += ofScalar(child);
            }
        }
        return checked(new Weight(bytes, depth + 1));
    }

    private Weight checked(Weight weight) {
        if (weight.bytes() > limits.maxValueBytes()) {
            throw new StoppedException("makes a value of more than " + limits.maxValueBytesText());
        }
        if (weight.depth() > MAX_DEPTH) {
            throw new StoppedException("makes a value that is nested more than " + MAX_DEPTH + " deep");
        }
        return weight;
    }

    private void remember(JsonNode container, Weight weight) {
        long bytes = ofSlots(container);
        knownBytes += bytes;
        if (knownBytes > limits.maxValueBytes() / 2) {
            known.clear();
            knownBytes = bytes;
        }
        known.put(container, weight);
    }

    private record Weight(long bytes, int depth) {}
}
