package io.antflow.api;

import io.antflow.catalog.DefinitionFolder;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The files that define pipelines. */
@Path("/api/definition-files")
@Tag(ref = ApiDocument.PIPELINES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class DefinitionFilesResource {

    private final DefinitionFolder folder;

    DefinitionFilesResource(DefinitionFolder folder) {
        this.folder = folder;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "listDefinitionFiles",
            summary = "List the files that define pipelines",
            description =
                    "Each file of the folder that is watched, with the pipeline that it defines and everything that"
                            + " is wrong with it. A pipeline whose file breaks stays as it was.")
    @APIResponse(responseCode = "200", description = "The folder and its files, by name.")
    public DefinitionFilesView listDefinitionFiles() {
        return DefinitionFilesView.of(folder.report());
    }
}
