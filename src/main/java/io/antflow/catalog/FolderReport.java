package io.antflow.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the folder of definitions.
 *
 * @param folder its path; null: none is watched
 * @param problem what is wrong with the folder as a whole; null: nothing
 * @param files by name
 */
public record FolderReport(
        @Nullable String folder, @Nullable String problem, List<DefinitionFile> files) {

    public FolderReport {
        files = List.copyOf(files);
    }
}
