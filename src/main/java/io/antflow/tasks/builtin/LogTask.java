package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line to the service's log, and goes on with the same value.
 *
 * @param message gives the text; anything else is written as JSON
 * @param budgets how many lines there may be; a line that one of them refuses is counted instead
 */
record LogTask(Expression message, Logger.Level level, List<LogBudget> budgets, Logger logger)
        implements Task<@Nullable JsonNode, @Nullable JsonNode> {

    private static final int MAX_LENGTH = 1_000;
    private static final int LINES_PER_SECOND = 10;

    /** @param all of all log tasks together */
    static Task<?, ?> of(With with, LogBudget all, LongSupplier nanoTime, Logger logger) {
        LogBudget own = new LogBudget((int) with.number("max_per_second", LINES_PER_SECOND), nanoTime);
        Logger.Level level = Logger.Level.valueOf(with.text("level", "info").toUpperCase(Locale.ROOT));
        return new LogTask(with.expression("message", "."), level, List.of(own, all), logger);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        if (!logger.isEnabled(level)) {
            return input;
        }
        long left = 0;
        for (LogBudget budget : budgets) {
            LogBudget.Grant grant = budget.ask();
            if (!grant.given()) {
                return input;
            }
            left = Math.max(left, grant.refusedBefore());
        }
        JsonNode text = message.one(input);
        logger.log(
                level,
                "%s/%s item %s: %s%s"
                        .formatted(
                                context.pipeline(),
                                context.stage(),
                                oneLine(context.itemId().toString()),
                                oneLine(text.isTextual() ? text.textValue() : text.toString()),
                                left > 0 ? " (%d lines before this one were left out)".formatted(left) : ""));
        return input;
    }

    /** What could end the line, or make a terminal do things, is written as an escape. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> line.append("\\u%04x".formatted(c));
                default -> line.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > MAX_LENGTH
                ? line.append('…').toString()
                : line.toString();
    }
}
