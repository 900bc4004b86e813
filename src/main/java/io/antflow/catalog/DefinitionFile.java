package io.antflow.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a file of the folder.
 *
 * @param file its name
 * @param pipeline the pipeline that it defines now; null: none
 * @param violations why that is not what the file says; empty: it is
 * @param changedAt since when the file is as it is
 */
public record DefinitionFile(
        String file, @Nullable String pipeline, List<LocatedViolation> violations, Instant changedAt) {

    public DefinitionFile {
        violations = List.copyOf(violations);
    }
}
