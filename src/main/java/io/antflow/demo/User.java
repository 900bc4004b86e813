package io.antflow.demo;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A user, read from a record.
 *
 * @param country two letters, as in ISO 3166
 * @param profile what the directory says; null: not asked yet
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record User(
        String id,
        String name,
        String email,
        int age,
        LocalDate signedUp,
        String country,
        @Nullable Profile profile) {

    User withProfile(Profile profile) {
        return new User(id, name, email, age, signedUp, country, profile);
    }
}
