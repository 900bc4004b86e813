package io.antflow.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may do. Each role may do what those before it may. */
public enum Role {
    /** Reads, and follows streams. */
    VIEWER,
    /** Starts, feeds and controls runs. */
    OPERATOR,
    /** Changes definitions. */
    ADMIN;

    /** {@link #VIEWER}, for annotations. */
    public static final String VIEWS = "viewer";

    /** {@link #OPERATOR}, for annotations. */
    public static final String OPERATES = "operator";

    /** {@link #ADMIN}, for annotations. */
    public static final String ADMINISTERS = "admin";

    /** The role of that name. */
    static Optional<Role> named(String name) {
        return Stream.of(values()).filter(role -> role.text().equals(name)).findFirst();
    }

    /** Its name, as files, tokens and annotations have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of this one and of all that it includes. */
    Set<String> included() {
        return Stream.of(values())
                .filter(role -> compareTo(role) >= 0)
                .map(Role::text)
                .collect(Collectors.toUnmodifiableSet());
    }
}
