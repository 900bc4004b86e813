package io.antflow.api.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.inject.Singleton;

/** Writes what events tell as one-line JSON. */
@Singleton
public final class StreamJson {

    private final ObjectWriter writer;

    StreamJson(ObjectMapper mapper) {
        this.writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
    }

    /** The value in UTF-8. */
    public byte[] write(Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for a " + value.getClass().getName(), e);
        }
    }
}
