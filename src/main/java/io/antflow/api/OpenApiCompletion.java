package io.antflow.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says once in the OpenAPI document what holds for every call: what errors look like, what path parameters are. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiCompletion implements OASFilter {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final Map<String, PathParameter> PATH_PARAMETERS = Map.of(
            "pipeline", new PathParameter("The pipeline's name.", "users"),
            "run", new PathParameter("The run's id.", "01K9Z4T8Q0B8W5"),
            "stage", new PathParameter("The stage's name.", "Fetch"),
            "item", new PathParameter("The item's id, percent-encoded.", "a-1"));

    @Override
    public Parameter filterParameter(Parameter parameter) {
        PathParameter known = parameter.getIn() == Parameter.In.PATH ? PATH_PARAMETERS.get(parameter.getName()) : null;
        if (known != null) {
            parameter.description(known.description()).example(known.example());
        }
        return parameter;
    }

    @Override
    public Operation filterOperation(Operation operation) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (isError(status) && response.getRef() == null) {
                asProblem(response);
            }
        });
        return operation;
    }

    @Override
    public Schema filterSchema(Schema schema) {
        List<Object> constants = schema.getEnumeration();
        if (constants != null) {
            schema.enumeration(constants.stream()
                    .map(constant -> (Object) String.valueOf(constant).toLowerCase(Locale.ROOT))
                    .toList());
        }
        return schema;
    }

    @Override
    public void filterOpenAPI(org.eclipse.microprofile.openapi.models.OpenAPI document) {
        document.getComponents().getResponses().values().forEach(OpenApiCompletion::asProblem);
    }

    private static void asProblem(APIResponse response) {
        Content content = OASFactory.createContent()
                .addMediaType(
                        PROBLEM_JSON,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem")));
        response.content(content);
    }

    private static boolean isError(String status) {
        return status.startsWith("4") || status.startsWith("5") || status.equals("default");
    }

    private record PathParameter(String description, String example) {}
}
