package io.antflow.api.access;

import io.antflow.api.problem.AccessProblem;
import io.antflow.security.Role;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Lets nobody near anything who may not at least look, but for what is open to all. So what no method's role guards is
 * guarded too: metrics, the OpenAPI document, what an application adds. What a role may do beyond that its methods say.
 */
@Singleton
final class AccessPolicy implements HttpSecurityPolicy {

    private final OpenPaths open;

    AccessPolicy(OpenPaths open) {
        this.open = open;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> caller, AuthorizationRequestContext context) {
        return open.has(call)
                ? CheckResult.permit()
                : caller.onItem()
                        .transformToUni(identity -> identity.hasRole(Role.VIEWS)
                                ? CheckResult.permit()
                                : Uni.createFrom().failure(refusal(identity)));
    }

    private static HttpProblem refusal(SecurityIdentity identity) {
        return (identity.isAnonymous() ? AccessProblem.NO_CREDENTIALS : AccessProblem.ROLE_NOT_ENOUGH).problem();
    }
}
