package io.antflow.tasks;

import com.fasterxml.jackson.databind.JsonNode;

/** Text of a client, made fit for a message: on one line, and not too long. */
public final class ClientText {

    private static final int MAX_LENGTH = 100;

    private ClientText() {}

    /** The same text when it is short and plain; else cut, with control characters written as escapes. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || isLineEnd(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > MAX_LENGTH
                ? shown.append('…').toString()
                : shown.toString();
    }

    private static boolean isLineEnd(int c) {
        return Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    /** Values of a client can be large: of an object or a list only the kind is told. */
    public static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case MISSING -> "nothing";
            case STRING -> "'" + shown(value.textValue()) + "'";
            default -> shown(value.asText());
        };
    }
}
