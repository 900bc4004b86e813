package io.antflow.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds to the roles of a key or a token those that they include; gives all of them to everybody where nobody has to say who
 * they are.
 */
@Singleton
final class GivenRoles implements SecurityIdentityAugmentor {

    private final Access access;

    GivenRoles(Access access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        Set<String> roles = roles(identity);
        return Uni.createFrom()
                .item(
                        identity.getRoles().containsAll(roles)
                                ? identity
                                : QuarkusSecurityIdentity.builder(identity)
                                        .addRoles(roles)
                                        .build());
    }

    private Set<String> roles(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return access.configured() ? Set.of() : Role.ADMIN.included();
        }
        return Stream.of(Role.values())
                .filter(role -> identity.hasRole(role.text()))
                .flatMap(role -> role.included().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
