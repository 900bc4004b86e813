package io.antflow.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.antflow.pipeline.Result;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.ValueConversionException;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results as one-line JSON. */
@Singleton
public final class ResultJson {

    private final ObjectWriter writer;
    private final ItemValues values;

    ResultJson(ObjectMapper mapper, ItemValues values) {
        this.writer = mapper.writerFor(ResultView.class);
        this.values = values;
    }

    /**
     * UTF-8. A value that has no JSON form (only a task of the application can return one) is left out, and the error says
     * so: one odd result must not cost the others.
     */
    public byte[] write(Result result) {
        try {
            return writer.writeValueAsBytes(view(result, values.toJson(result.value()), result.metadata()));
        } catch (ValueConversionException | JsonProcessingException e) {
            return unwritable(result, e);
        }
    }

    private byte[] unwritable(Result result, Exception why) {
        ResultView.Error error = ResultView.Error.of(result.error());
        if (error == null) {
            String message = why instanceof JsonProcessingException json ? json.getOriginalMessage() : why.getMessage();
            error = new ResultView.Error(why.getClass().getName(), String.valueOf(message), "", 1);
        }
        try {
            return writer.writeValueAsBytes(
                    new ResultView(result.id(), null, result.sequenceId(), Map.of(), error, null));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an id and an error are always JSON", e);
        }
    }

    private static ResultView view(Result result, @Nullable JsonNode value, Map<String, @Nullable Object> metadata) {
        return new ResultView(
                result.id(),
                value,
                result.sequenceId(),
                metadata,
                ResultView.Error.of(result.error()),
                ResultView.Skipped.of(result.skipped()));
    }
}
