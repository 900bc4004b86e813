package io.antflow.api;

import io.antflow.api.intake.WholeBodies;
import io.antflow.api.problem.ProblemType;
import io.antflow.api.problem.ViolationView;
import io.antflow.catalog.Catalog;
import io.antflow.catalog.LocatedViolation;
import io.antflow.catalog.PipelineDefinition;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.runtime.PipelineRemoved;
import io.antflow.security.Role;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Definitions of pipelines. */
@Path("/api/pipelines")
@Tag(ref = ApiDocument.PIPELINES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PipelinesResource {

    private final Catalog catalog;
    private final PipelineEngine engine;
    private final WholeBodies bodies;
    private final Event<PipelineRemoved> removed;

    PipelinesResource(Catalog catalog, PipelineEngine engine, WholeBodies bodies, Event<PipelineRemoved> removed) {
        this.catalog = catalog;
        this.engine = engine;
        this.bodies = bodies;
        this.removed = removed;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "listPipelines",
            summary = "List the pipelines",
            description =
                    "All definitions, by name: those of the application, those of files, and those that came in over HTTP.")
    @APIResponse(responseCode = "200", description = "The definitions, by name.")
    public List<PipelineDefinition> listPipelines() {
        return catalog.definitions();
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("{pipeline}")
    @Produces({MediaType.APPLICATION_JSON, Yaml.YAML, Yaml.X_YAML, Yaml.TEXT_YAML, Yaml.TEXT_X_YAML})
    @Operation(
            operationId = "getPipeline",
            summary = "Get a pipeline",
            description = "One definition, in JSON, or in YAML where `Accept` asks for it.")
    @APIResponse(
            responseCode = "200",
            description = "The definition.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PipelineDefinition.class)),
                @Content(mediaType = Yaml.YAML, schema = @Schema(implementation = PipelineDefinition.class))
            })
    @APIResponse(responseCode = "404", description = "There is no such pipeline.")
    public PipelineDefinition getPipeline(@PathParam("pipeline") String pipeline) {
        return definition(pipeline);
    }

    @PUT
    @RolesAllowed(Role.ADMINISTERS)
    @Path("{pipeline}")
    @Consumes({MediaType.APPLICATION_JSON, Yaml.YAML, Yaml.X_YAML, Yaml.TEXT_YAML, Yaml.TEXT_X_YAML})
    @Operation(
            operationId = "putPipeline",
            summary = "Create or replace a pipeline",
            description =
                    "Runs that have started go on as they were defined when they started. A definition that comes in"
                            + " this way lives as long as the service; a file's outlives it.")
    @RequestBody(
            required = true,
            description = "The definition. Its `name` is the name in the path.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PipelineDefinition.class),
                        examples = @ExampleObject(name = "users", value = ApiDocument.DEFINITION_EXAMPLE)),
                @Content(mediaType = Yaml.YAML, schema = @Schema(implementation = PipelineDefinition.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content = @Content(schema = @Schema(implementation = PipelineDefinition.class)))
    @APIResponse(
            responseCode = "201",
            description = "Created.",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where the definition is.",
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .STRING)),
            content = @Content(schema = @Schema(implementation = PipelineDefinition.class)))
    @APIResponse(responseCode = "400", description = "The definition is invalid; every violation is listed.")
    @APIResponse(responseCode = "409", description = "The application itself or a file defines this pipeline.")
    @APIResponse(responseCode = "413", description = "The body is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    @APIResponse(
            responseCode = "429",
            description = "As many definitions are kept as may be.",
            headers = @Header(ref = "Retry-After"))
    public Response putPipeline(
            @PathParam("pipeline") String pipeline, InputStream body, HttpHeaders headers, UriInfo uri) {
        boolean created = catalog.put(pipeline, bodies.bytes(body), Yaml.formatOf(headers));
        Response.ResponseBuilder answer = created ? Response.created(uri.getRequestUri()) : Response.ok();
        return answer.entity(definition(pipeline)).build();
    }

    @POST
    @RolesAllowed(Role.VIEWS)
    @Path("validate")
    @Consumes({MediaType.APPLICATION_JSON, Yaml.YAML, Yaml.X_YAML, Yaml.TEXT_YAML, Yaml.TEXT_X_YAML})
    @Operation(
            operationId = "validatePipeline",
            summary = "Validate a definition",
            description =
                    "Says of a definition whether it would be taken, and if not, everything that is wrong with it and"
                            + " where. Nothing is kept. Its `name` may be absent.")
    @RequestBody(
            required = true,
            description = "The definition.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PipelineDefinition.class),
                        examples = @ExampleObject(name = "users", value = ApiDocument.DEFINITION_EXAMPLE)),
                @Content(mediaType = Yaml.YAML, schema = @Schema(implementation = PipelineDefinition.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "Whether it is valid.",
            content = @Content(schema = @Schema(implementation = JudgedDefinition.class)))
    @APIResponse(responseCode = "400", description = "The body ended in the middle.")
    @APIResponse(responseCode = "413", description = "The body is longer than allowed.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    public JudgedDefinition validatePipeline(InputStream body, HttpHeaders headers) {
        List<LocatedViolation> violations = catalog.violations(bodies.bytes(body), Yaml.formatOf(headers));
        return new JudgedDefinition(
                violations.isEmpty(), violations.stream().map(ViolationView::of).toList());
    }

    @DELETE
    @RolesAllowed(Role.ADMINISTERS)
    @Produces(MediaType.WILDCARD) // the answer has no body; generated clients accept application/problem+json alone
    @Path("{pipeline}")
    @Operation(
            operationId = "deletePipeline",
            summary = "Delete a pipeline",
            description = "Its ended runs stay until they are forgotten.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "404", description = "There is no such pipeline.")
    @APIResponse(
            responseCode = "409",
            description = "It has a run that has not ended, or the application itself or a file defines it.")
    public void deletePipeline(@PathParam("pipeline") String pipeline) {
        catalog.requireOfClient(pipeline);
        engine.runs().stream()
                .filter(run -> run.pipeline().name().equals(pipeline))
                .filter(Predicate.not(Run::ended))
                .findFirst()
                .ifPresent(run -> {
                    throw ProblemType.PIPELINE_IN_USE.because(
                            "run %s of pipeline '%s' has not ended; cancel it, or wait".formatted(run.id(), pipeline));
                });
        if (!catalog.delete(pipeline)) {
            throw unknown(pipeline);
        }
        removed.fire(new PipelineRemoved(pipeline));
    }

    private PipelineDefinition definition(String pipeline) {
        return catalog.definition(pipeline).orElseThrow(() -> unknown(pipeline));
    }

    private static HttpProblem unknown(String pipeline) {
        return ProblemType.UNKNOWN_PIPELINE.because(
                "there is no pipeline '%s'; GET /api/pipelines lists them".formatted(pipeline));
    }
}
