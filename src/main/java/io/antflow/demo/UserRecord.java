package io.antflow.demo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A user as the file has one: texts, of which any may be missing or wrong.
 *
 * @param id the user's number
 * @param line all that follows but the profile in one, parted by semicolons, as an older system wrote it
 * @param signedUp a date, year first
 * @param country two letters
 * @param profile what the directory said when it was asked before
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record UserRecord(
        @Nullable String id,
        @Nullable String line,
        @Nullable String name,
        @Nullable String email,
        @Nullable String age,
        @Nullable String signedUp,
        @Nullable String country,
        @Nullable Profile profile) {}
