package io.antflow.tasks.jq;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;

/** The functions that expressions may call, bounded. */
final class BoundedFunctions {

    /** What tells about the process or the machine is not for expressions, whatever the configuration lets through. */
    private static final Set<String> REFUSED = Set.of("env/0", "debug_scope/0", "hostname/0", "hostname/1");

    private BoundedFunctions() {}

    /** @param functions the library's; neither it nor what it holds is changed */
    static Scope of(Scope functions) {
        Scope bounded = Scope.newEmptyScope();
        for (Map.Entry<String, Function> function : all(functions).entrySet()) {
            String name = function.getKey();
            if (!REFUSED.contains(name)) {
                bounded.addFunction(name, bounded(name, function.getValue(), bounded));
            }
        }
        for (Map.Entry<String, Function> function : Map.of(
                        MatchFunction.NAME, new MatchFunction(),
                        SubFunction.NAME, new SubFunction(),
                        ContainsFunction.NAME, new ContainsFunction())
                .entrySet()) {
            bounded.addFunction(function.getKey(), BoundedFunction.of(function.getKey(), function.getValue()));
        }
        return bounded;
    }

    private static Function bounded(String name, Function function, Scope scope) {
        if (function instanceof JsonQueryFunction) {
            SyntaxNode node = new SyntaxNode(function);
            return new JsonQueryFunction(
                    node.get("name"), node.get("params"), BoundedTree.of(node.get("body"), new Names()), scope);
        }
        return BoundedFunction.of(name, function);
    }

    private static Map<String, Function> all(Scope functions) {
        Scope parent = functions.getParentScope();
        Map<String, Function> all = parent == null ? new HashMap<>() : all(parent);
        all.putAll(functions.getLocalFunctions());
        return all;
    }
}
