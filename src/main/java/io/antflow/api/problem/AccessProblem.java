package io.antflow.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why somebody is not let in. */
public enum AccessProblem {
    /** They have not said who they are. */
    NO_CREDENTIALS(
            ProblemType.UNAUTHENTICATED,
            "this service wants to know who you are: send an API key or a token, as Authorization: Bearer …",
            "Bearer realm=\"AntFlow\""),
    /** There is no such key, or the token is not to be trusted; which it is would help whoever guesses. */
    WRONG_CREDENTIALS(
            ProblemType.UNAUTHENTICATED,
            "this API key or token is not taken: it is unknown, of another service, or no longer valid",
            "Bearer realm=\"AntFlow\", error=\"invalid_token\""),
    /** They are known, and may do less than that. */
    ROLE_NOT_ENOUGH(
            ProblemType.NOT_ALLOWED,
            "your role does not allow this; /q/openapi says which role each call needs: viewer, operator or admin",
            null);

    private final ProblemType type;
    private final String detail;
    private final @Nullable String challenge;

    AccessProblem(ProblemType type, String detail, @Nullable String challenge) {
        this.type = type;
        this.detail = detail;
        this.challenge = challenge;
    }

    /** The problem, to be thrown. */
    public HttpProblem problem() {
        HttpProblem.Builder problem = type.with(detail);
        return (challenge == null ? problem : problem.withHeader("WWW-Authenticate", challenge)).build();
    }

    /** What the framework has found; empty when it is something else. */
    public static Optional<AccessProblem> of(@Nullable Throwable failure) {
        return switch (failure) {
            case UnauthorizedException none -> Optional.of(NO_CREDENTIALS);
            case AuthenticationFailedException wrong -> Optional.of(WRONG_CREDENTIALS);
            case ForbiddenException known -> Optional.of(ROLE_NOT_ENOUGH);
            case null, default -> Optional.empty();
        };
    }
}
