package io.antflow.api;

import io.antflow.catalog.Catalog;
import io.antflow.catalog.TaskDescription;
import io.antflow.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What definitions can be made of. */
@Path("/api/tasks")
@Tag(ref = ApiDocument.PIPELINES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class TasksResource {

    private final Catalog catalog;

    TasksResource(Catalog catalog) {
        this.catalog = catalog;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "listTasks",
            summary = "List the tasks that a definition may name",
            description =
                    "The tasks of the application and the built-in ones, by name, each with the JSON schema of what"
                            + " goes into `with`.")
    @APIResponse(responseCode = "200", description = "The tasks, by name.")
    public List<TaskDescription> listTasks() {
        return catalog.tasks();
    }
}
