package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A task that a definition may name.
 *
 * @param name its name
 * @param description what it does, in a sentence; empty when it does not say
 * @param parameters the JSON schema of what goes into {@code with}
 */
@RegisterForReflection
public record TaskDescription(String name, String description, JsonNode parameters) {}
