package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** What {@code sub} and {@code gsub} are made of. A replacement that gives several values gives as many texts. */
final class SubFunction implements Function {

    static final String NAME = "_sub_impl/3";

    @Override
    public void apply(
            Scope scope, List<Expression> args, JsonNode in, @Nullable Path path, PathOutput output, Version version)
            throws JsonQueryException {
        args.get(2)
                .apply(
                        scope,
                        in,
                        flags -> args.get(0).apply(scope, in, regex -> {
                            Matches matches = MatchFunction.matches(in, regex, flags);
                            for (StringBuilder text : texts(matches, scope, args.get(1))) {
                                output.emit(new TextNode(text.toString()), null);
                            }
                        }));
    }

    private static List<StringBuilder> texts(Matches matches, Scope scope, Expression replacement)
            throws JsonQueryException {
        List<Matches.Match> found = new ArrayList<>();
        matches.forEach(found::add);
        List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
        int end = 0;
        for (Matches.Match match : found) {
            append(texts, matches.between(end, match.begin()));
            texts = appended(texts, replacements(replacement, scope, captures(match, matches)));
            end = match.end();
        }
        append(texts, matches.after(end));
        return texts;
    }

    private static ObjectNode captures(Matches.Match match, Matches in) {
        ObjectNode captures = JsonNodeFactory.instance.objectNode();
        for (Matches.Group group : match.groups()) {
            if (group.name() != null) {
                captures.put(group.name(), group.begin() < 0 ? null : in.between(group.begin(), group.end()));
            }
        }
        return captures;
    }

    private static List<String> replacements(Expression replacement, Scope scope, JsonNode captures)
            throws JsonQueryException {
        List<String> texts = new ArrayList<>(1);
        replacement.apply(scope, captures, text -> {
            if (!text.isTextual()) {
                throw new JsonQueryTypeException("%s is not a string to replace with", text);
            }
            texts.add(text.textValue());
        });
        return texts;
    }

    private static List<StringBuilder> appended(List<StringBuilder> texts, List<String> choices) {
        if (choices.size() == 1) {
            append(texts, choices.getFirst());
            return texts;
        }
        List<StringBuilder> all = new ArrayList<>(texts.size() * choices.size());
        for (StringBuilder text : texts) {
            for (String choice : choices) {
                Evaluation.current().charge(2L * Weights.NODE + text.length());
                all.add(new StringBuilder(text));
                append(all.subList(all.size() - 1, all.size()), choice);
            }
        }
        return all;
    }

    private static void append(List<StringBuilder> texts, String more) {
        for (StringBuilder text : texts) {
            Evaluation.current().charge(more.length());
            text.append(more);
        }
    }
}
