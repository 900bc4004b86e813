package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why somebody is not let in. */
public enum AccessProblem {
    /** They have not said who they are. */
    NO_CREDENTIALS(
            ProblemType.UNAUTHENTICATED,
            "this service wants to know who you are: send an API key or a token, as Authorization: Bearer …",
            Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"AntFlow\"")),
    /** There is no such key, or the token is not to be trusted; which it is would help whoever guesses. */
    WRONG_CREDENTIALS(
            ProblemType.UNAUTHENTICATED,
            "this API key or token is not taken: it is unknown, of another service, or no longer valid",
            Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"AntFlow\", error=\"invalid_token\"")),
    /** They are known, and may do less than that. */
    ROLE_NOT_ENOUGH(
            ProblemType.NOT_ALLOWED,
            "your role does not allow this; /q/openapi says which role each call needs: viewer, operator or admin",
            Map.of()),
    /** The token may be good: nobody can say before its provider has been reached for the first time. */
    PROVIDER_UNREACHABLE(
            ProblemType.PROVIDER_UNREACHABLE,
            "the provider of tokens can't be reached, so none can be checked; try again later, or with an API key",
            Map.of(HttpHeaders.RETRY_AFTER, 5));

    private final ProblemType type;
    private final String detail;
    private final Map<String, Object> headers;

    AccessProblem(ProblemType type, String detail, Map<String, Object> headers) {
        this.type = type;
        this.detail = detail;
        this.headers = headers;
    }

    /** The problem, to be thrown. */
    public HttpProblem problem() {
        HttpProblem.Builder problem = type.with(detail);
        headers.forEach(problem::withHeader);
        return problem.build();
    }

    /** What the framework has found; empty when it is something else. */
    public static Optional<AccessProblem> of(@Nullable Throwable failure) {
        return switch (failure) {
            case UnauthorizedException none -> Optional.of(NO_CREDENTIALS);
            case AuthenticationFailedException wrong -> Optional.of(WRONG_CREDENTIALS);
            case ForbiddenException known -> Optional.of(ROLE_NOT_ENOUGH);
            case OIDCException away -> Optional.of(PROVIDER_UNREACHABLE);
            case null, default -> Optional.empty();
        };
    }
}
