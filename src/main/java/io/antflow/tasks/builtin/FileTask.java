package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.antflow.tasks.jq.Expression;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes something to a file in the data folder, and goes on with the same value.
 *
 * @param content gives what is written
 */
record FileTask(PathTemplate path, Mode mode, Format format, Expression content, DataFolder folder)
        implements Task<@Nullable JsonNode, @Nullable JsonNode> {

    enum Mode {
        APPEND,
        WRITE
    }

    enum Format {
        JSON,
        TEXT
    }

    static Task<?, ?> of(With with, DataFolder folder) {
        PathTemplate path = with.read(
                "path",
                with.text("path", "x"),
                text -> PathTemplate.parse(text, with.expressions()),
                PathTemplate.parse("x", with.expressions()));
        return new FileTask(
                path,
                with.choice("mode", Mode.class, Mode.APPEND),
                with.choice("format", Format.class, Format.JSON),
                with.expression("content", "."),
                folder);
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value; it can't tell from the type arguments
    public @Nullable JsonNode run(@Nullable JsonNode input, TaskContext context) throws Exception {
        String file = path.path(input);
        String text = text(content.one(input));
        switch (mode) {
            case APPEND -> folder.append(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
            case WRITE -> folder.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
        return input;
    }

    private String text(JsonNode value) throws UnusableValueException {
        return switch (format) {
            case JSON -> value.toString();
            case TEXT -> {
                if (!value.isTextual()
                        || (mode == Mode.APPEND && value.textValue().matches("(?s).*[\r\n].*"))) {
                    throw new UnusableValueException(
                            "content", mode == Mode.APPEND ? "a text of one line" : "a text", value);
                }
                yield value.textValue();
            }
        };
    }
}
