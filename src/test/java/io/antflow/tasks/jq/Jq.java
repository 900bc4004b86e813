package io.antflow.tasks.jq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** Expressions without a container. */
public final class Jq {

    static final Scope LIBRARY = Scope.newEmptyScope();

    static {
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, LIBRARY);
    }

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private Jq() {}

    public static Expressions expressions() {
        return new Expressions(LIBRARY);
    }

    static Expressions expressions(Duration timeout, LongSupplier nanoTime) {
        return new Expressions(LIBRARY, new Limits(timeout, Limits.DEFAULT.maxBytes()), nanoTime);
    }

    static Expressions expressions(long maxBytes) {
        return new Expressions(LIBRARY, new Limits(Duration.ofMinutes(1), maxBytes), System::nanoTime);
    }

    /** From JSON that may have its texts in single quotes. */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
