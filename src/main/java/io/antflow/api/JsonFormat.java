package io.antflow.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the service writes JSON: the engine's enums and the roles in lower case, times without exponents, and any text that Java can hold. */
@Singleton
final class JsonFormat implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("antflow")
                .setSerializerModifier(new LowerCaseEnums())
                .addSerializer(Double.class, new PlainDouble())
                .addSerializer(double.class, new PlainDouble()));
        mapper.getFactory().setCharacterEscapes(new EscapedSurrogates());
    }

    private static final class LowerCaseEnums extends BeanSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonSerializer<?> modifyEnumSerializer(
                SerializationConfig config, JavaType type, BeanDescription bean, JsonSerializer<?> serializer) {
            String name = type.getRawClass().getName();
            return name.startsWith("io.antflow.engine.") || name.startsWith("io.antflow.security.")
                    ? new LowerCaseEnum(type.getRawClass())
                    : serializer;
        }
    }

    private static final class LowerCaseEnum extends StdScalarSerializer<Object> {
        private static final long serialVersionUID = 1L;

        LowerCaseEnum(Class<?> type) {
            super(type, false);
        }

        @Override
        public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(((Enum<?>) value).name().toLowerCase(Locale.ROOT));
        }
    }

    /** 1763938800.123, not 1.763938800123E9: people read times in the answers, too. */
    private static final class PlainDouble extends StdScalarSerializer<Double> {
        private static final long serialVersionUID = 1L;
        private static final double WHERE_EXPONENTS_BEGIN = 1e7;
        private static final double WHERE_PLAIN_GETS_LONG = 1e15;

        PlainDouble() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            double size = Math.abs(value);
            if (size >= WHERE_EXPONENTS_BEGIN && size < WHERE_PLAIN_GETS_LONG) {
                json.writeNumber(BigDecimal.valueOf(value).toPlainString());
            } else {
                json.writeNumber(value);
            }
        }
    }

    /**
     * Half a surrogate pair (a text cut in the middle of an emoji) has no UTF-8, and Jackson refuses to write it; as an
     * escape it can be written.
     */
    private static final class EscapedSurrogates extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] STANDARD = CharacterEscapes.standardAsciiEscapesForJSON();

        @Override
        public int[] getEscapeCodesForAscii() {
            return STANDARD;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                    ? new SerializedString("\\u%04x".formatted(character))
                    : null;
        }
    }
}
