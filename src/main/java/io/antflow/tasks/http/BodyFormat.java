package io.antflow.tasks.http;

import java.util.Locale;

/** As what the body of an answer is read. */
enum BodyFormat {
    /** What its media type says. */
    AUTO,
    /** A JSON value. */
    JSON,
    /** JSON values, one a line: a list. */
    NDJSON,
    /** Text. */
    TEXT,
    /** Bytes, as text in base 64. */
    BASE64;

    /** The format of a media type. What is not said, or is text of some kind, is text; what is nothing of all is bytes. */
    static BodyFormat of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json", "text/json" -> JSON;
            case "application/x-ndjson", "application/jsonl", "application/ndjson", "application/json-lines" -> NDJSON;
            case "",
                    "application/xml",
                    "application/yaml",
                    "application/javascript",
                    "application/sql",
                    "application/x-www-form-urlencoded" -> TEXT;
            default -> {
                if (type.endsWith("+json")) {
                    yield JSON;
                }
                yield type.startsWith("text/") || type.endsWith("+xml") || type.endsWith("+yaml") ? TEXT : BASE64;
            }
        };
    }
}
