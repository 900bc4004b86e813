package io.antflow.api;

import io.antflow.api.problem.ViolationView;
import io.antflow.catalog.DefinitionFile;
import io.antflow.catalog.FolderReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the files that define pipelines.
 *
 * @param folder its path; null: no folder is watched
 * @param problem what is wrong with the folder as a whole; null: nothing
 * @param files by name
 */
@RegisterForReflection
@Schema(name = "DefinitionFiles", description = "How it stands with the files that define pipelines.")
record DefinitionFilesView(
        @Schema(
                description = "The folder that is watched (`antflow.pipelines.dir`); null: none.",
                examples = "/work/pipelines")
        @Nullable
        String folder,

        @Schema(description = "What is wrong with the folder as a whole; null: nothing.") @Nullable
        String problem,

        @Schema(description = "Its files, by name.") List<File> files) {

    DefinitionFilesView {
        files = List.copyOf(files);
    }

    static DefinitionFilesView of(FolderReport report) {
        return new DefinitionFilesView(
                report.folder(),
                report.problem(),
                report.files().stream().map(File::of).toList());
    }

    /**
     * One file.
     *
     * @param file its name
     * @param pipeline the pipeline that it defines now; null: none
     * @param valid whether the pipeline is as the file says
     * @param violations why not
     * @param changedAt since when the file is as it is, in Unix seconds
     */
    @RegisterForReflection
    @Schema(name = "DefinitionFile", description = "A file that defines a pipeline, or should.")
    record File(
            @Schema(description = "Its name in the folder.", examples = "users.yaml")
            String file,

            @Schema(
                    description = "The pipeline that it defines at present, be it by what it said before; null: none.",
                    examples = "users")
            @Nullable
            String pipeline,

            @Schema(description = "Whether that pipeline is as the file says now.")
            boolean valid,

            @Schema(description = "Everything that is wrong with it as it is now; empty when it is valid.")
            List<ViolationView> violations,

            @Schema(description = "Since when the file is as it is, in Unix seconds.", examples = "1763938800.123")
            double changedAt) {

        File {
            violations = List.copyOf(violations);
        }

        static File of(DefinitionFile file) {
            return new File(
                    file.file(),
                    file.pipeline(),
                    file.violations().isEmpty(),
                    file.violations().stream().map(ViolationView::of).toList(),
                    file.changedAt().toEpochMilli() / 1000.0);
        }
    }
}
