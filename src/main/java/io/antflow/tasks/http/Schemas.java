package io.antflow.tasks.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON schemas of the tasks' parameters, which are resources. */
@Singleton
final class Schemas {

    private final ObjectMapper mapper;

    Schemas(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @param task whose they are */
    JsonNode read(String task) {
        String name = "/tasks/" + task + ".json";
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
