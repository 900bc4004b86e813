package io.antflow.api.access;

import io.antflow.security.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling.
 *
 * @param name their name
 * @param roles what they may do
 * @param expiresAt when that ends
 */
@RegisterForReflection
@Schema(name = "Session", description = "Who is calling, and what they may do.")
public record SessionView(
        @Schema(description = "Their name; null where nobody is asked who they are.", examples = "ci") @Nullable
        String name,

        @Schema(description = "Their roles. Each includes those before it.", examples = "[\"viewer\", \"operator\"]")
        List<Role> roles,

        @Schema(
                description = "When their session or token ends, in Unix seconds; null: not by itself.",
                examples = "1763982000")
        @Nullable
        Long expiresAt) {}
