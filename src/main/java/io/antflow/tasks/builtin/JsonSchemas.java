package io.antflow.tasks.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Locale;

/** Reads JSON Schemas of 2020-12. Nothing is fetched: a {@code $ref} leads to the same schema or nowhere. Thread-safe. */
final class JsonSchemas {

    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/";

    private final SchemaRegistry registry = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)
                            .allow(iri -> iri.toString().startsWith(META_SCHEMA)
                                    || iri.toString().startsWith("classpath:draft/2020-12/")))
                    .schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ROOT)
                            .formatAssertionsEnabled(true)
                            .regularExpressionFactory(StoppablePattern::new)
                            .build()));

    private final Schema metaSchema = registry.getSchema(SchemaLocation.of(META_SCHEMA + "schema"));

    /** What is wrong with a schema; empty: nothing. */
    List<Error> errors(JsonNode schema) {
        return metaSchema.validate(schema);
    }

    /** @throws IllegalArgumentException it refers to what is not there, or has a pattern that is none */
    Schema schema(JsonNode schema) {
        try {
            Schema read = registry.getSchema(schema);
            read.initializeValidators();
            return read;
        } catch (SchemaException | IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}
