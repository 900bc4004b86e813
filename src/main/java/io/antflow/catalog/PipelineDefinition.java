package io.antflow.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A pipeline as data.
 *
 * @param name unique among the pipelines of the service
 * @param stages in the order that items go through them
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineDefinition(String name, List<StageDefinition> stages) {

    public PipelineDefinition {
        stages = List.copyOf(stages);
    }
}
