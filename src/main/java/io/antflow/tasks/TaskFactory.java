package io.antflow.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.Task;

/**
 * Makes a task from the parameters that a definition gives it in {@code with}. A CDI bean of this type is a task that
 * definitions may name, by its {@link io.smallrye.common.annotation.Identifier}. Thread-safe.
 */
public interface TaskFactory {

    /** What its tasks do, in one sentence. */
    String description();

    /** The JSON schema of the parameters: an object's. */
    JsonNode parameters();

    /**
     * Makes the task of one place in a definition. It takes and returns JSON.
     *
     * @param with the parameters; empty when none were given
     * @throws InvalidParametersException they are not right; tells all that is wrong with them
     */
    Task<?, ?> task(ObjectNode with) throws InvalidParametersException;
}
