package io.antflow.tasks.http;

import io.antflow.tasks.ClientText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The beginning of an answer's body, fit for a message: on one line, cut, and without secrets that the server echoes. */
final class Excerpt {

    private static final int MAX_BYTES = 8 * 1024;

    private Excerpt() {}

    /**
     * @param body at least {@code length} long
     * @param hidden what must not be seen
     * @return in quotes; or that there is none
     */
    static String of(byte[] body, int length, List<String> hidden) {
        if (length == 0) {
            return "an empty body";
        }
        int cut = Math.min(length, MAX_BYTES);
        String text = masked(new String(body, 0, cut, StandardCharsets.UTF_8), hidden);
        if (cut < length) {
            int longest = hidden.stream().mapToInt(String::length).max().orElse(0);
            text = text.substring(0, Math.max(0, text.length() - longest)); // the beginning of one may stand there
        }
        return "\"" + ClientText.shown(text) + "\"";
    }

    /** A text of the server's without what must not be seen. */
    static String masked(String text, List<String> hidden) {
        String masked = text;
        for (String secret : hidden) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }
}
