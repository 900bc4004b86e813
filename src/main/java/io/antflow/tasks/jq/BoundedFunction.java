package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's functions that are written in Java. It can't be stopped while it works, but it is when it asks for
 * an argument or gives a value; and what would take it too long in between is refused before, by what it is about to work on.
 *
 * @param arguments judges what it was given
 */
record BoundedFunction(Function function, ArgumentRule arguments, Bounded.Values values) implements Function {

    /** Comparing characters one by one for this many times takes about a second. */
    static final long MAX_CHARACTER_PAIRS = 1_000_000_000;

    /** Comparing or copying values one by one for this many times takes about a second. */
    private static final long MAX_VALUE_PAIRS = 100_000_000;

    /** Longer ones lead nowhere: values are not that deep. */
    private static final int MAX_PATH = 2 * Weights.MAX_DEPTH;

    /** What a function refuses to be given. */
    @FunctionalInterface
    private interface ArgumentRule {

        /**
         * @param index of the argument, from 0
         * @throws StoppedException it is refused
         */
        void check(int index, JsonNode in, JsonNode argument, Evaluation evaluation) throws JsonQueryException;
    }

    /** @param name with its number of arguments, as {@code range/1} */
    static Function of(String name, Function function) {
        ArgumentRule rule = switch (name) {
            case "split/1", "indices/1", "index/1", "rindex/1" -> BoundedFunction::checkSearch;
            case "join/1" -> BoundedFunction::checkSeparator;
            case "getpath/1" -> BoundedFunction::checkPath;
            case "setpath/2" -> BoundedFunction::checkPathToSet;
            case "delpaths/1" -> BoundedFunction::checkPathsToDelete;
            default -> (index, in, argument, evaluation) -> {};
        };
        return new BoundedFunction(
                function, rule, name.equals("getpath/1") ? Bounded.Values.TAKEN : Bounded.Values.MADE);
    }

    @Override
    public void apply(
            Scope scope, List<Expression> args, JsonNode in, @Nullable Path path, PathOutput output, Version version)
            throws JsonQueryException {
        Evaluation evaluation = Evaluation.current();
        evaluation.step();
        List<Expression> checked = new ArrayList<>(args.size());
        for (Expression arg : args) {
            checked.add(checked(checked.size(), arg, in, evaluation));
        }
        function.apply(scope, checked, in, path, Bounded.bounded(values, output, evaluation), version);
    }

    private Expression checked(int index, Expression arg, JsonNode in, Evaluation evaluation) {
        return (scope, argIn, path, output, requirePath) -> arg.apply(
                scope,
                argIn,
                path,
                (value, valuePath) -> {
                    evaluation.kept(value);
                    arguments.check(index, in, value, evaluation);
                    output.emit(value, valuePath);
                },
                requirePath);
    }

    private static void checkSearch(int index, JsonNode in, JsonNode sought, Evaluation evaluation) {
        if (in.isTextual() && sought.isTextual()) {
            evaluation.pairs(in.textValue().length(), sought.textValue().length(), MAX_CHARACTER_PAIRS);
        } else if (in.isArray()) {
            evaluation.pairs(evaluation.nodes(in), sought.isArray() ? sought.size() : 1, MAX_VALUE_PAIRS);
        }
    }

    private static void checkSeparator(int index, JsonNode in, JsonNode separator, Evaluation evaluation) {
        if (separator.isTextual()) {
            evaluation.requireRoomFor((long) in.size() * separator.textValue().length());
        }
    }

    private static void checkPath(int index, JsonNode in, JsonNode path, Evaluation evaluation)
            throws JsonQueryException {
        if (path.size() > MAX_PATH) {
            throw new JsonQueryException("a path has at most %d steps, not %d".formatted(MAX_PATH, path.size()));
        }
        for (JsonNode step : path) {
            if (step.isArray()) {
                evaluation.pairs(evaluation.nodes(in), step.size(), MAX_VALUE_PAIRS);
            }
        }
    }

    /** An array that is set past its end grows up to there. */
    private static void checkPathToSet(int index, JsonNode in, JsonNode path, Evaluation evaluation)
            throws JsonQueryException {
        if (index > 0) {
            return;
        }
        checkPath(index, in, path, evaluation);
        long slots = 0;
        for (JsonNode step : path) {
            slots += step.isNumber() ? Math.max(0, step.asInt()) : 0;
        }
        evaluation.requireRoomFor(slots * Weights.SLOT);
    }

    private static void checkPathsToDelete(int index, JsonNode in, JsonNode paths, Evaluation evaluation)
            throws JsonQueryException {
        evaluation.pairs(evaluation.nodes(in), paths.size(), MAX_VALUE_PAIRS);
        for (JsonNode path : paths) {
            checkPath(index, in, path, evaluation);
        }
    }
}
