package io.antflow.api.audit;

import io.antflow.tasks.ClientText;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call that was to change something. All of it but the outcome is, or may be, a client's text.
 *
 * @param who the caller's name; null: nobody has said
 * @param from the caller's address
 * @param method the method
 * @param path what was to be changed, without the query
 * @param made the path of what was made; null: nothing
 * @param status what was answered; 0: nothing, as the client was gone
 */
record AuditedCall(
        @Nullable String who,
        String from,
        String method,
        String path,
        @Nullable String made,
        int status) {

    private static final int MAX_SEGMENTS = 12;
    private static final int BAD_REQUEST = 400;

    boolean byStranger() {
        return who == null;
    }

    boolean refused() {
        return status >= BAD_REQUEST;
    }

    /** In the form {@code key="value"}, on one line, whatever clients send. */
    String line() {
        String line = "who=%s from=%s what=%s outcome=%s"
                .formatted(
                        who == null ? "anonymous" : quoted(ClientText.shown(who)),
                        quoted(ClientText.shown(from)),
                        quoted(ClientText.shown(method) + " " + shownPath()),
                        status == 0 ? "unanswered" : status);
        return made == null ? line : line + " made=" + quoted(ClientText.shown(made));
    }

    /** Each part is cut on its own, so that a long name does not hide what is done to it. */
    private String shownPath() {
        return Stream.of(path.split("/", -1))
                .limit(MAX_SEGMENTS)
                .map(ClientText::shown)
                .collect(Collectors.joining("/"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\u0022") + '"';
    }
}
