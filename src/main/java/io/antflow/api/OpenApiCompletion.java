package io.antflow.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.jboss.jandex.IndexView;

/**
 * Says once in the OpenAPI document what holds for every call: what errors look like, what path parameters are, and which
 * fields are always there.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiCompletion implements OASFilter {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String TOO_MANY_REQUESTS = "429";
    private static final String SCHEMAS = "#/components/schemas/";

    /** The engine's names, and what clients know these things as. */
    private static final Map<String, String> RENAMED = Map.of(
            "Status", "WorkerStatus",
            "RunSummary", "Run",
            "ItemView", "Item",
            "DashboardSnapshot", "Snapshot");

    /** Ways to say who one is; any of them will do. */
    private static final List<String> SCHEMES = List.of("bearer", "api_key", "session");

    private static final Map<String, PathParameter> PATH_PARAMETERS = Map.of(
            "pipeline", new PathParameter("The pipeline's name.", "users"),
            "run", new PathParameter("The run's id.", "01K9Z4T8Q0B8W5"),
            "stage", new PathParameter("The stage's name.", "Fetch"),
            "item", new PathParameter("The item's id, percent-encoded.", "a-1"));

    private final RecordFields fields;

    /** @param index the application's classes */
    public OpenApiCompletion(IndexView index) {
        this.fields = new RecordFields(index);
    }

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
        APIResponse other = OASFactory.createAPIResponse().description("Any other error.");
        asProblem(other);
        operation.getResponses().addAPIResponse("default", other);
        sayWhoMay(operation);
        if (!operation.getResponses().hasAPIResponse(TOO_MANY_REQUESTS)) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            TOO_MANY_REQUESTS, OASFactory.createAPIResponse().ref("TooManyRequests"));
        }
        return operation;
    }

    /** Quarkus knows which roles a call needs, and neither how they are shown nor what whoever has none is answered. */
    private static void sayWhoMay(Operation operation) {
        List<SecurityRequirement> requirements = operation.getSecurity();
        if (requirements == null) {
            return;
        }
        List<String> roles = requirements.stream()
                .flatMap(requirement -> requirement.getSchemes().values().stream())
                .flatMap(List::stream)
                .distinct()
                .toList();
        operation.setSecurity(SCHEMES.stream()
                .map(scheme -> OASFactory.createSecurityRequirement().addScheme(scheme, roles))
                .toList());
        operation
                .getResponses()
                .addAPIResponse("401", OASFactory.createAPIResponse().ref("Unauthenticated"))
                .addAPIResponse("403", OASFactory.createAPIResponse().ref("NotAllowed"));
    }

    @Override
    public Schema filterSchema(Schema schema) {
        List<Object> constants = schema.getEnumeration();
        if (constants != null) {
            schema.enumeration(constants.stream()
                    .map(constant -> (Object) String.valueOf(constant).toLowerCase(Locale.ROOT))
                    .toList());
        }
        String ref = schema.getRef();
        if (ref != null && ref.startsWith(SCHEMAS)) {
            String name = ref.substring(SCHEMAS.length());
            // A type beside the reference says nothing more, and generators of clients stumble over it.
            schema.ref(SCHEMAS + RENAMED.getOrDefault(name, name)).type(null);
        }
        return schema;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getResponses().values().forEach(OpenApiCompletion::asProblem);
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.forEach(fields::complete);
        Map<String, Schema> renamed = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> {
            writeOut(schema, schemas);
            renamed.put(RENAMED.getOrDefault(name, name), schema);
        });
        document.getComponents().setSchemas(renamed);
        document.getPaths()
                .getPathItems()
                .forEach((path, calls) ->
                        calls.getOperations().values().forEach(operation -> orderAsInPath(operation, path)));
    }

    /** Path parameters come in alphabetical order, in which generated methods would take them. */
    private static void orderAsInPath(Operation operation, String path) {
        List<Parameter> parameters = operation.getParameters();
        if (parameters != null) {
            operation.setParameters(parameters.stream()
                    .sorted(Comparator.comparingInt(parameter -> place(parameter, path)))
                    .toList());
        }
    }

    private static int place(Parameter parameter, String path) {
        return parameter.getIn() == Parameter.In.PATH
                ? path.indexOf("{" + parameter.getName() + "}")
                : Integer.MAX_VALUE;
    }

    /** Fields taken over by {@code allOf} become its own: a validator that allows no unknown fields knows no others. */
    private static void writeOut(Schema schema, Map<String, Schema> schemas) {
        List<Schema> parents = schema.getAllOf();
        if (parents == null) {
            return;
        }
        Map<String, Schema> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Schema parent : parents) {
            Schema whole = Objects.requireNonNull(schemas.get(parent.getRef().substring(SCHEMAS.length())));
            properties.putAll(whole.getProperties());
            required.addAll(whole.getRequired());
        }
        properties.putAll(schema.getProperties());
        required.addAll(schema.getRequired());
        schema.allOf(null).properties(properties).required(required);
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
        return status.startsWith("4") || status.startsWith("5");
    }

    private record PathParameter(String description, String example) {}
}
