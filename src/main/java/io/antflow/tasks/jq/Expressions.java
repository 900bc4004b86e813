package io.antflow.tasks.jq;

import io.antflow.tasks.ClientText;
import jakarta.inject.Singleton;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Compiles expressions. Which functions they may call is settled when the service is built: {@code
 * quarkus.jackson.jq.functions.excludes} names those that would tell about the environment or the host.
 */
@Singleton
public final class Expressions {

    private static final int MAX_LENGTH = 2_000;

    private final Scope functions;

    /** @param functions what expressions may call */
    public Expressions(Scope functions) {
        this.functions = functions;
    }

    /** @throws IllegalArgumentException it is no jq; says why and where */
    public Expression compile(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "has at most %d characters, not %d".formatted(MAX_LENGTH, expression.length()));
        }
        try {
            return new Expression(expression, JsonQuery.compile(expression, Versions.JQ_1_7), functions);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException("is no valid jq: " + reason(e), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("is no valid jq: it is nested too deeply", e);
        }
    }

    /** The parser's own words with the place, without its list of all that would have been right there. */
    private static String reason(JsonQueryException e) {
        Throwable parser = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(parser.getMessage());
        int end = message.indexOf("Was expecting");
        return ClientText.shown((end < 0 ? message : message.substring(0, end)).strip());
    }
}
