package io.antflow.catalog;

import io.antflow.catalog.Catalog.FileChanges;
import io.antflow.catalog.Catalog.FileDefinition;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.config.PipelinesConfig;
import io.antflow.config.RequestConfig;
import io.antflow.tasks.ClientText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder whose files define pipelines ({@code antflow.pipelines.dir}), one each. A file's definition is in force from
 * the look that finds it in order until the file is deleted; when it breaks in between, the last good one stays, and what is
 * wrong is logged once and told by {@link #report}.
 *
 * <p>The folder is looked at again and again, as nothing else works everywhere: who mounts a ConfigMap changes a symbolic
 * link and no file, and network file systems tell nobody of their changes.
 */
@Singleton
public final class DefinitionFolder {

    private static final Logger LOG = Logger.getLogger(DefinitionFolder.class);
    private static final int LOGGED_VIOLATIONS = 3;

    private final Optional<Path> folder;
    private final Catalog catalog;
    private final DefinitionTexts texts;
    private final int maxFiles;
    private final long maxBytes;
    private final InstantSource clock;

    private final SortedMap<String, WatchedFile> files = new TreeMap<>();
    private boolean looked;
    private volatile FolderReport report;

    @Inject
    DefinitionFolder(Catalog catalog, DefinitionTexts texts, PipelinesConfig config, RequestConfig limits) {
        this(config.dir(), catalog, texts, config.max(), limits.maxBodyBytes().asLongValue(), InstantSource.system());
    }

    DefinitionFolder(
            Optional<Path> folder,
            Catalog catalog,
            DefinitionTexts texts,
            int maxFiles,
            long maxBytes,
            InstantSource clock) {
        this.folder = folder.map(Path::toAbsolutePath).map(Path::normalize);
        this.catalog = catalog;
        this.texts = texts;
        this.maxFiles = maxFiles;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.report = report(null, List.of());
    }

    /** How it stood at the last look. */
    public FolderReport report() {
        return report;
    }

    /**
     * Looks at the folder and brings the catalog up to date. At the first look every file counts as it is; later a change
     * counts once two looks in a row have brought the same.
     *
     * @return the names of pipelines that are gone with their files
     */
    public synchronized Set<String> look() {
        if (folder.isEmpty()) {
            return Set.of();
        }
        try {
            SortedSet<String> listed = list(folder.get());
            Set<String> chosen = chosen(listed);
            chosen.forEach(name -> files.computeIfAbsent(
                    name, _ -> new WatchedFile(folder.get().resolve(name), texts, maxBytes)));
            files.values().forEach(file -> file.look(chosen.contains(file.name()), !looked, clock.instant()));
            files.values().removeIf(WatchedFile::gone);
            looked = true;
            return apply(listed.size() > chosen.size() ? tooMany(listed.size()) : null);
        } catch (NoSuchFileException e) {
            looked = true;
            // A folder that was never there is no problem; one that goes away has not been emptied by anybody.
            tell(report(
                    files.isEmpty() ? null : "the folder is gone; its definitions stay as they were", report.files()));
        } catch (IOException e) {
            tell(report(
                    "the folder can't be read: " + FileContent.reason(e) + "; its definitions stay as they were",
                    report.files()));
        }
        return Set.of();
    }

    private static SortedSet<String> list(Path folder) throws IOException {
        SortedSet<String> listed = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                // Editors and mounts keep what is theirs under names that begin with a dot.
                if (!name.startsWith(".") && DocumentFormat.ofFile(name).isPresent()) {
                    listed.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return listed;
    }

    /** Not more than definitions may be kept, and rather those that are known. */
    private Set<String> chosen(SortedSet<String> listed) {
        return listed.stream()
                .sorted(Comparator.comparing((String name) -> !files.containsKey(name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(maxFiles)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String tooMany(int count) {
        return "the folder has %,d files, but only %,d definitions are kept (antflow.pipelines.max); the others are not read"
                .formatted(count, maxFiles);
    }

    private Set<String> apply(@Nullable String problem) {
        Map<String, FileDefinition> wanted = new TreeMap<>();
        for (WatchedFile file : files.values()) {
            file.lastGood()
                    .ifPresent(good ->
                            wanted.putIfAbsent(good.definition().name(), new FileDefinition(file.name(), good)));
        }
        FileChanges changes = catalog.replaceThoseOfFiles(wanted);
        List<DefinitionFile> outcomes = new ArrayList<>();
        files.values().stream()
                .filter(WatchedFile::known)
                .forEach(file -> outcomes.add(outcome(file, wanted, changes)));
        tell(report(problem, outcomes));
        return changes.removed();
    }

    private static DefinitionFile outcome(WatchedFile file, Map<String, FileDefinition> wanted, FileChanges changes) {
        String pipeline = file.lastGood().map(good -> good.definition().name()).orElse(null);
        List<LocatedViolation> violations = new ArrayList<>(file.violations());
        String refusal = pipeline == null ? null : refusal(pipeline, file, wanted, changes);
        if (refusal != null) {
            violations.add(new LocatedViolation("name", refusal, null));
        }
        return new DefinitionFile(file.name(), refusal == null ? pipeline : null, violations, file.takenAt());
    }

    private static @Nullable String refusal(
            String pipeline, WatchedFile file, Map<String, FileDefinition> wanted, FileChanges changes) {
        FileDefinition first = wanted.get(pipeline);
        return first == null || first.file().equals(file.name())
                ? changes.refused().get(pipeline)
                : "the file '%s' defines a pipeline '%s' already; choose another name"
                        .formatted(ClientText.shown(first.file()), pipeline);
    }

    private FolderReport report(@Nullable String problem, List<DefinitionFile> outcomes) {
        return new FolderReport(folder.map(Path::toString).orElse(null), problem, outcomes);
    }

    /** Logs what is new since the last look. */
    private void tell(FolderReport now) {
        FolderReport before = report;
        report = now;
        if (now.problem() != null && !now.problem().equals(before.problem())) {
            LOG.warnf("%s: %s", now.folder(), now.problem());
        }
        Map<String, DefinitionFile> known = new HashMap<>();
        before.files().forEach(file -> known.put(file.file(), file));
        for (DefinitionFile file : now.files()) {
            if (!file.equals(known.remove(file.file()))) {
                tell(file);
            }
        }
        known.values().forEach(gone -> LOG.infof("definition file '%s' is gone", ClientText.shown(gone.file())));
    }

    private static void tell(DefinitionFile file) {
        String name = ClientText.shown(file.file());
        if (file.violations().isEmpty()) {
            LOG.infof("pipeline '%s' is defined by the file '%s'", file.pipeline(), name);
            return;
        }
        String violations = file.violations().stream()
                .limit(LOGGED_VIOLATIONS)
                .map(LocatedViolation::toString)
                .collect(Collectors.joining("; "));
        int more = file.violations().size() - LOGGED_VIOLATIONS;
        LOG.warnf(
                "definition file '%s' is in error: %s%s; %s",
                name,
                violations,
                more > 0 ? "; and %d more".formatted(more) : "",
                file.pipeline() == null ? "it defines nothing" : "pipeline '" + file.pipeline() + "' stays as it was");
    }
}
