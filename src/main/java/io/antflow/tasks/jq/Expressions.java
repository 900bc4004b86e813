package io.antflow.tasks.jq;

import io.antflow.config.ExpressionsConfig;
import io.antflow.tasks.ClientText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;

/**
 * Compiles expressions, and bounds what they may do. Which functions they may call is settled when the service is built: {@code
 * quarkus.jackson.jq.functions.excludes} names those that would tell about the environment or the host.
 */
@Singleton
public final class Expressions {

    private static final int MAX_LENGTH = 2_000;

    private final Scope functions;
    private final Limits limits;
    private final LongSupplier nanoTime;
    private final DeepStacks deepStacks = new DeepStacks();

    /** @param functions what expressions may call */
    @Inject
    Expressions(Scope functions, ExpressionsConfig config) {
        this(functions, new Limits(config.timeout(), config.maxMemory().asLongValue()), System::nanoTime);
    }

    /** With the limits that are configured by default. */
    public Expressions(Scope functions) {
        this(functions, Limits.DEFAULT, System::nanoTime);
    }

    Expressions(Scope functions, Limits limits, LongSupplier nanoTime) {
        this.functions = BoundedFunctions.of(functions);
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** @throws IllegalArgumentException it is no jq; says why and where */
    public Expression compile(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "has at most %d characters, not %d".formatted(MAX_LENGTH, expression.length()));
        }
        try {
            Names names = new Names();
            var bounded = BoundedTree.of(ExpressionParser.compile(expression, Versions.JQ_1_7), names);
            names.check(functions.getLocalFunctions().keySet());
            return new Expression(expression, new Program(bounded, functions, limits, deepStacks, nanoTime));
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
