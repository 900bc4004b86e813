package io.antflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.catalog.PipelineSchema;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** JSON schemas, for editors. */
@Path("/api/schema")
@Tag(ref = ApiDocument.PIPELINES)
@RunOnVirtualThread
final class SchemaResource {

    private final PipelineSchema schema;

    SchemaResource(PipelineSchema schema) {
        this.schema = schema;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Path("pipeline.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getPipelineSchema",
            summary = "Get the JSON schema of definitions",
            description = "For editors and checkers of definitions in JSON or YAML: every field with its range and its"
                    + " default, and the parameters of every task that this service has.")
    @APIResponse(
            responseCode = "200",
            description = "The schema, of JSON Schema 2020-12.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public JsonNode getPipelineSchema() {
        return schema.json();
    }
}
