package io.antflow.catalog.document;

import java.util.Locale;
import java.util.Optional;

/** What a document may be written in. Whatever it is, it means JSON. */
public enum DocumentFormat {
    JSON,
    YAML;

    /** By the end of the file's name, whatever its case; empty: a file of this name is no document. */
    public static Optional<DocumentFormat> ofFile(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.endsWith(".json")) {
            return Optional.of(JSON);
        }
        return lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml") ? Optional.of(YAML) : Optional.empty();
    }
}
