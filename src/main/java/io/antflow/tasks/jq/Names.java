package io.antflow.tasks.jq;

import io.antflow.tasks.DidYouMean;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The functions that an expression calls and the variables that it reads, and whether there are any such. The library
 * finds out only when an item gets there. Where in the expression a name of its own holds is left to the library.
 */
final class Names {

    /** With their number of arguments, as {@code range/1}. */
    private final Set<String> called = new LinkedHashSet<>();

    private final Set<String> functions = new HashSet<>();
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> variables = new HashSet<>();

    void calls(String function, int arguments) {
        called.add(function + "/" + arguments);
    }

    void reads(String variable) {
        read.add(variable);
    }

    void binds(String variable) {
        variables.add(variable);
    }

    /** @param parameters functions, or variables with their dollar, which are functions as well */
    void defines(String function, List<String> parameters) {
        functions.add(function + "/" + parameters.size());
        for (String parameter : parameters) {
            boolean isVariable = parameter.startsWith("$");
            String name = isVariable ? parameter.substring(1) : parameter;
            functions.add(name + "/0");
            if (isVariable) {
                variables.add(name);
            }
        }
    }

    /**
     * @param library the functions that every expression may call
     * @throws IllegalArgumentException something it names is not there; says what
     */
    void check(Set<String> library) {
        for (String function : called) {
            if (!functions.contains(function) && !library.contains(function)) {
                throw new IllegalArgumentException("is no valid jq: " + unknown(function, library));
            }
        }
        for (String variable : read) {
            if (!variables.contains(variable)) {
                throw new IllegalArgumentException("is no valid jq: there is no variable '$%s'%s"
                        .formatted(variable, meant(variable, variables, "$")));
            }
        }
    }

    private String unknown(String function, Set<String> library) {
        String name = name(function);
        Set<String> names = new TreeSet<>();
        Set<String> arguments = new TreeSet<>();
        for (Set<String> those : List.of(functions, library)) {
            for (String other : those) {
                names.add(name(other));
                if (name(other).equals(name)) {
                    arguments.add(other.substring(name.length() + 1));
                }
            }
        }
        return arguments.isEmpty()
                ? "there is no function '" + name + "'" + meant(name, names, "")
                : "there is no function '%s' of %s arguments, but of %s"
                        .formatted(name, function.substring(name.length() + 1), String.join(" or ", arguments));
    }

    private static String name(String function) {
        return function.substring(0, function.lastIndexOf('/'));
    }

    private static String meant(String name, Set<String> names, String prefix) {
        return DidYouMean.closest(name, names)
                .map(closest -> ": did you mean '" + prefix + closest + "'?")
                .orElse("");
    }
}
