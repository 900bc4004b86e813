package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.tasks.ClientText;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some of the statuses of HTTP. Not changed once it is made. */
final class StatusSet {

    static final String WHAT = "a list of statuses, such as [200, 404, \"5xx\"]";

    private static final int MIN = 200;
    private static final int MAX = 599;
    private static final Pattern CLASS = Pattern.compile("([2-5])xx");

    private final BitSet statuses;

    private StatusSet(BitSet statuses) {
        this.statuses = statuses;
    }

    static StatusSet successful() {
        return range(200, 299);
    }

    /** Those that are worth another attempt: too early, too busy, or a fault that others see gone soon. */
    static StatusSet transientOnes() {
        BitSet statuses = new BitSet();
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            statuses.set(status);
        }
        return new StatusSet(statuses);
    }

    private static StatusSet range(int from, int to) {
        BitSet statuses = new BitSet();
        statuses.set(from, to + 1);
        return new StatusSet(statuses);
    }

    /** The statuses of a parameter; the default when it is not there or wrong. */
    static StatusSet read(String field, Parameters parameters, StatusSet otherwise) {
        JsonNode list = parameters.value(field);
        if (list == null) {
            return otherwise;
        }
        if (!list.isArray()) {
            parameters.wrong(field, WHAT, list);
            return otherwise;
        }
        BitSet statuses = new BitSet();
        for (int i = 0; i < list.size(); i++) {
            try {
                statuses.or(parse(list.get(i)).statuses);
            } catch (IllegalArgumentException e) {
                parameters.violation(field + "[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return new StatusSet(statuses);
    }

    private static StatusSet parse(JsonNode value) {
        if (value.isInt() && value.intValue() >= MIN && value.intValue() <= MAX) {
            return range(value.intValue(), value.intValue());
        }
        Matcher statusClass = CLASS.matcher(value.isTextual() ? value.textValue() : "");
        if (statusClass.matches()) {
            int first = 100 * Integer.parseInt(statusClass.group(1));
            return range(first, first + 99);
        }
        throw new IllegalArgumentException("a status is a number from %d to %d, or \"2xx\" to \"5xx\", not %s"
                .formatted(MIN, MAX, ClientText.shown(value)));
    }

    boolean contains(int status) {
        return statuses.get(status);
    }
}
