package io.antflow.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.config.PipelinesConfig;
import io.antflow.config.RequestConfig;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Task;
import io.antflow.tasks.ItemValues;
import io.antflow.tasks.TaskRegistry;
import io.antflow.tasks.jq.Expressions;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.eclipse.microprofile.config.spi.Converter;

/** What the tests of this package make their catalogs and definitions with. */
final class Definitions {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .findAndAddModules()
            .build();

    static final ItemValues VALUES = new ItemValues(MAPPER);

    private static final Task<Object, Object> SAME = (input, context) -> input;

    private Definitions() {}

    /** JSON with single quotes and bare names. */
    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Of the tasks {@code fetch_user} and {@code http}. */
    static TaskRegistry tasks() {
        return new TaskRegistry(Map.of("fetch_user", SAME, "http", SAME), Map.of(), VALUES);
    }

    static Expressions expressions() {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, functions);
        return new Expressions(functions);
    }

    static DefinitionReader reader() {
        return new DefinitionReader(tasks(), expressions(), VALUES, limits(3));
    }

    static DefinitionTexts texts() {
        return new DefinitionTexts(reader(), requestLimits());
    }

    /** As a client puts it, in JSON. */
    static boolean put(Catalog catalog, String name, JsonNode definition) {
        return catalog.put(name, definition.toString().getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }

    static Catalog catalog(int max, Pipeline... ofApplication) {
        return new Catalog(
                tasks(),
                texts(),
                new ApplicationPipelines(List.of(ofApplication), tasks(), new DefinitionWriter(tasks())),
                limits(max));
    }

    private static RequestConfig requestLimits() {
        return config(1).getConfigMapping(RequestConfig.class);
    }

    static PipelinesConfig limits(int max) {
        return config(max).getConfigMapping(PipelinesConfig.class);
    }

    private static SmallRyeConfig config(int max) {
        return new SmallRyeConfigBuilder()
                .withMapping(PipelinesConfig.class)
                .withMapping(RequestConfig.class)
                .withConverters(new Converter<?>[] {new MemorySizeConverter(), new DurationConverter()})
                .withDefaultValue("antflow.pipelines.max", String.valueOf(max))
                .withDefaultValue("antflow.pipelines.max-stages", "5")
                .withDefaultValue("antflow.pipelines.max-tasks-per-stage", "4")
                .build();
    }
}
