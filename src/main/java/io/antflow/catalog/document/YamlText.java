package io.antflow.catalog.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.antflow.tasks.ClientText;
import java.io.StringReader;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Reads YAML event by event. SnakeYAML knows the syntax; what a plain text means is decided here, because its own reading
 * is that of YAML 1.1, to which {@code no} is false, {@code 010} is eight and {@code 1:30} is ninety.
 */
final class YamlText {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

    private final Iterator<Event> events;
    private final DocumentBuilder builder;

    private YamlText(Iterator<Event> events, DocumentBuilder builder) {
        this.events = events;
        this.builder = builder;
    }

    static SourceDocument read(String text, int maxDepth) throws MalformedDocumentException {
        LoaderOptions options = new LoaderOptions();
        // what bounds the document bounds this
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            Iterator<Event> events =
                    new Yaml(options).parse(new StringReader(text)).iterator();
            return new YamlText(events, new DocumentBuilder(maxDepth)).document();
        } catch (YAMLException e) {
            throw YamlFault.of(e, text);
        }
    }

    private SourceDocument document() throws MalformedDocumentException {
        events.next(); // the stream begins
        Event begin = events.next();
        if (begin instanceof StreamEndEvent) {
            // A first line of comment, and the line ends are lost: so curl -d sends it.
            throw new MalformedDocumentException(
                    "there is nothing but comments; were the line ends lost? (curl keeps them by --data-binary)", null);
        }
        Event first = events.next();
        JsonNode root = value(first);
        Event next = events.next();
        if (next instanceof DocumentEndEvent) {
            next = events.next();
        }
        if (!(next instanceof StreamEndEvent)) {
            throw new MalformedDocumentException("there is a second document; one alone is taken", start(next));
        }
        return builder.document(root, start(first));
    }

    private JsonNode value(Event event) throws MalformedDocumentException {
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent mapping -> object(mapping);
            case SequenceStartEvent sequence -> list(sequence);
            case AliasEvent alias ->
                throw new MalformedDocumentException(
                        "the alias '*%s' is not taken: write out what it stands for, or put a text in quotes"
                                .formatted(ClientText.shown(alias.getAnchor())),
                        start(alias));
            default -> throw new MalformedDocumentException("a value is missing", start(event));
        };
    }

    private ObjectNode object(MappingStartEvent begin) throws MalformedDocumentException {
        requireNoTag(begin.getTag(), begin);
        builder.enter(start(begin));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Event event = events.next();
        while (!(event instanceof MappingEndEvent)) {
            if (!(event instanceof ScalarEvent name)) {
                throw new MalformedDocumentException(
                        "the name of a field is a text; put a text that begins with '{', '[' or '*' in quotes",
                        start(event));
            }
            requireNoTag(name.getTag(), name);
            builder.name(object, name.getValue(), start(name));
            object.set(name.getValue(), value(events.next()));
            event = events.next();
        }
        builder.leave();
        return object;
    }

    private ArrayNode list(SequenceStartEvent begin) throws MalformedDocumentException {
        requireNoTag(begin.getTag(), begin);
        builder.enter(start(begin));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Event event = events.next();
        while (!(event instanceof SequenceEndEvent)) {
            builder.element(list, value(event), start(event));
            event = events.next();
        }
        builder.leave();
        return list;
    }

    private static JsonNode scalar(ScalarEvent scalar) throws MalformedDocumentException {
        requireNoTag(scalar.getTag(), scalar);
        try {
            return scalar.isPlain() ? plain(scalar.getValue()) : TextNode.valueOf(scalar.getValue());
        } catch (JsonProcessingException e) {
            throw new MalformedDocumentException("this number is too long", start(scalar));
        } catch (NumberFormatException e) {
            throw new MalformedDocumentException(JsonText.OUT_OF_RANGE, start(scalar));
        }
    }

    /** What a definition's YAML means by a text without quotes. */
    static JsonNode plain(String text) throws JsonProcessingException {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
            case "true", "True", "TRUE" -> BooleanNode.TRUE;
            case "false", "False", "FALSE" -> BooleanNode.FALSE;
            default -> NUMBER.matcher(text).matches() ? JsonText.number(text) : TextNode.valueOf(text);
        };
    }

    private static void requireNoTag(@Nullable String tag, Event event) throws MalformedDocumentException {
        if (tag != null) {
            throw new MalformedDocumentException(
                    "the tag '%s' is not taken; put a text that begins with '!' in quotes"
                            .formatted(ClientText.shown(tag)),
                    start(event));
        }
    }

    private static Location start(Event event) {
        return location(event.getStartMark());
    }

    static Location location(Mark mark) {
        return new Location(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
