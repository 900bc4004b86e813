package io.antflow.api;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/**
 * What comes from outside gets into the log as a parameter of a message, and must not look like a message of its own: its
 * control characters are written as escapes. The messages themselves are ours and may have several lines.
 */
@LoggingFilter(name = OneLineParameters.NAME)
public final class OneLineParameters implements Filter {

    static final String NAME = "one-line-parameters";

    /** With the separators of lines and paragraphs, at which some viewers of logs break the line, too. */
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    @Override
    public boolean isLoggable(LogRecord message) {
        Object[] parameters = message.getParameters();
        if (parameters != null) {
            Object[] safe = parameters.clone();
            for (int i = 0; i < safe.length; i++) {
                safe[i] = escaped(safe[i]);
            }
            message.setParameters(safe);
        }
        return true;
    }

    /** Numbers stay numbers, for formats such as {@code %d}, and so does whatever has nothing to escape. */
    private static Object escaped(Object parameter) {
        if (parameter == null || parameter instanceof Number) {
            return parameter;
        }
        String text = parameter.toString();
        return BREAKING.matcher(text).find()
                ? BREAKING.matcher(text)
                        .replaceAll(found ->
                                "\\\\u%04x".formatted((int) found.group().charAt(0)))
                : parameter;
    }
}
