package io.antflow.tasks.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

/** What {@code match}, {@code test}, {@code capture}, {@code scan} and {@code splits} are made of. */
final class MatchFunction implements Function {

    static final String NAME = "_match_impl/3";

    @Override
    public void apply(
            Scope scope, List<Expression> args, JsonNode in, @Nullable Path path, PathOutput output, Version version)
            throws JsonQueryException {
        args.get(2)
                .apply(
                        scope,
                        in,
                        onlyTest -> args.get(1)
                                .apply(
                                        scope,
                                        in,
                                        flags -> args.get(0)
                                                .apply(
                                                        scope,
                                                        in,
                                                        regex -> output.emit(
                                                                result(in, regex, flags, onlyTest.asBoolean()),
                                                                null))));
    }

    private static JsonNode result(JsonNode in, JsonNode regex, JsonNode flags, boolean onlyTest)
            throws JsonQueryException {
        Matches matches = matches(in, regex, flags);
        if (onlyTest) {
            return BooleanNode.valueOf(matches.any());
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        int[] place = {0, 0}; // in bytes, and the same in characters
        matches.forEach(match -> {
            place[1] += matches.characters(place[0], match.begin());
            place[0] = match.begin();
            all.add(json(match, place[1], matches));
        });
        return all;
    }

    static Matches matches(JsonNode in, JsonNode regex, JsonNode flags) throws JsonQueryException {
        if (!in.isTextual() || !regex.isTextual()) {
            throw new JsonQueryTypeException("%s cannot be matched against %s, as one is not a string", in, regex);
        }
        if (!flags.isTextual() && !flags.isNull()) {
            throw new JsonQueryTypeException("%s is not a string of flags", flags);
        }
        return new Matches(in.textValue(), Evaluation.current().patterns().get(regex.textValue(), flags.textValue()));
    }

    private static ObjectNode json(Matches.Match match, int offset, Matches in) {
        ObjectNode json = part(match.begin(), match.end(), offset, in);
        ArrayNode captures = json.putArray("captures");
        for (Matches.Group group : match.groups()) {
            ObjectNode capture = group.begin() < 0
                    ? JsonNodeFactory.instance
                            .objectNode()
                            .put("offset", -1)
                            .put("length", 0)
                            .putNull("string")
                    : part(group.begin(), group.end(), offsetOf(group, match, offset, in), in);
            captures.add(capture.set("name", TextNode.valueOf(group.name())));
        }
        Evaluation.current().kept(json);
        return json;
    }

    private static int offsetOf(Matches.Group group, Matches.Match match, int offset, Matches in) {
        return group.begin() >= match.begin() // a look behind reaches to before it
                ? offset + in.characters(match.begin(), group.begin())
                : offset - in.characters(group.begin(), match.begin());
    }

    private static ObjectNode part(int begin, int end, int offset, Matches in) {
        String text = in.between(begin, end);
        Evaluation.current().charge(8L * Weights.NODE + text.length());
        return JsonNodeFactory.instance
                .objectNode()
                .put("offset", offset)
                .put("length", in.characters(begin, end))
                .put("string", text);
    }
}
