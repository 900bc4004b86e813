package io.antflow.api.access;

import io.antflow.api.ApiDocument;
import io.antflow.security.Pass;
import io.antflow.security.Role;
import io.antflow.security.Sessions;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sessions of browsers, which keep no keys and send no headers of their own with streams and WebSockets. */
@Path("/api/session")
@Tag(ref = ApiDocument.ACCESS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class SessionResource {

    private final SecurityIdentity caller;
    private final Sessions sessions;

    SessionResource(SecurityIdentity caller, Sessions sessions) {
        this.caller = caller;
        this.sessions = sessions;
    }

    @GET
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "getSession",
            summary = "Ask who is calling",
            description = "The name and the roles of the key, token or session that came with the call.")
    @APIResponse(
            responseCode = "200",
            description = "Who is calling.",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public RestResponse<SessionView> getSession() {
        return answer(expiry()).build();
    }

    @POST
    @RolesAllowed(Role.VIEWS)
    @Operation(
            operationId = "signIn",
            summary = "Sign a browser in",
            description =
                    "Begins a session for whoever the key or token in `Authorization` is of, and gives the browser"
                            + " a cookie for it, which scripts can't read and other sites can't use. It ends after a while, with"
                            + " the key or token, or by signing out. Where nobody is asked who they are there is no session.")
    @APIResponse(
            responseCode = "200",
            description = "Who has signed in.",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public RestResponse<SessionView> signIn(@Context HttpServerRequest request) {
        if (caller.isAnonymous()) {
            return answer(null).build();
        }
        Sessions.Ticket ticket = sessions.open(caller);
        return answer(ticket.end().getEpochSecond())
                .cookie(cookie(
                        ticket.token(),
                        (int) Duration.between(Instant.now(), ticket.end()).toSeconds(),
                        request))
                .build();
    }

    @DELETE
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Role.VIEWS)
    @Operation(operationId = "signOut", summary = "Sign a browser out", description = "Ends the session of its cookie.")
    @APIResponse(responseCode = "204", description = "The session has ended.")
    public RestResponse<Void> signOut(
            @Context HttpServerRequest request,
            @Parameter(hidden = true) @CookieParam(Sessions.COOKIE) @Nullable String token) {
        if (token != null) {
            sessions.end(token);
        }
        return RestResponse.ResponseBuilder.<Void>noContent()
                .cookie(cookie("", 0, request))
                .build();
    }

    private RestResponse.ResponseBuilder<SessionView> answer(@Nullable Long end) {
        List<Role> roles = Stream.of(Role.values())
                .filter(role -> caller.hasRole(role.text()))
                .toList();
        String name = caller.isAnonymous() ? null : caller.getPrincipal().getName();
        return RestResponse.ResponseBuilder.ok(new SessionView(name, roles, end))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private @Nullable Long expiry() {
        return caller.getAttribute(Pass.EXPIRY) instanceof Long end ? end : null;
    }

    private static NewCookie cookie(String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .secure("https".equals(request.scheme()))
                .build();
    }
}
