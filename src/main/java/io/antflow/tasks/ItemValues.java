package io.antflow.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.NullNode;
import jakarta.inject.Singleton;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns item values into what tasks take, and what tasks return into JSON.
 *
 * <p>The service's own mapper is the starting point, so that modules and customizers of the application count here too;
 * but the naming of the service's answers does not: a record's components are named in JSON as they are in Java. Fields
 * that a task's type does not know are ignored, a fraction is never cut down to a whole number, and JSON null is Java
 * null. Thread-safe.
 *
 * <p>For a native executable, an application annotates the types that its tasks take and return with
 * {@link io.quarkus.runtime.annotations.RegisterForReflection}.
 */
@Singleton
public final class ItemValues {

    private final ObjectMapper mapper;

    /** @param mapper the service's own; it is copied, not changed */
    public ItemValues(ObjectMapper mapper) {
        this.mapper = mapper.copy()
                .setPropertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
                .setSerializationInclusion(JsonInclude.Include.ALWAYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    /**
     * @param value anything; JSON stays as it is
     * @return null for null
     * @throws ValueConversionException the value has no JSON form
     */
    public @Nullable JsonNode toJson(@Nullable Object value) throws ValueConversionException {
        return toJson(value, "the value");
    }

    @Nullable
    JsonNode toJson(@Nullable Object value, String subject) throws ValueConversionException {
        if (value == null || value instanceof JsonNode) {
            return (JsonNode) value;
        }
        try {
            return mapper.valueToTree(value);
        } catch (IllegalArgumentException e) {
            throw new ValueConversionException(
                    subject + " is a " + value.getClass().getName() + " that can't be written as JSON", cause(e));
        }
    }

    /** @return null for null and for JSON null, unless JSON is asked for */
    @Nullable
    Object fromJson(@Nullable Object value, JavaType type, String subject) throws ValueConversionException {
        if (value == null || takesJson(type)) {
            return value;
        }
        if (value instanceof NullNode) {
            return null;
        }
        try {
            return value instanceof JsonNode node
                    ? mapper.treeToValue(node, type)
                    : mapper.<@Nullable Object>convertValue(value, type);
        } catch (JsonProcessingException e) {
            throw new ValueConversionException(subject + " takes a " + type.toCanonical(), e);
        } catch (IllegalArgumentException e) {
            throw new ValueConversionException(subject + " takes a " + type.toCanonical(), cause(e));
        }
    }

    JavaType type(Type type) {
        return mapper.constructType(type);
    }

    private static boolean takesJson(JavaType type) {
        return type.hasRawClass(JsonNode.class) || type.hasRawClass(Object.class);
    }

    /** Jackson wraps what its tree methods throw; the field's name is in the wrapped one. */
    private static Exception cause(IllegalArgumentException e) {
        return e.getCause() instanceof JsonProcessingException cause ? cause : e;
    }
}
