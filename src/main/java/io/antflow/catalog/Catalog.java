package io.antflow.catalog;

import io.antflow.catalog.document.DocumentFormat;
import io.antflow.config.PipelinesConfig;
import io.antflow.pipeline.Pipeline;
import io.antflow.tasks.TaskRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines there are: those of the application, which are all CDI beans of type {@link Pipeline}, those of files
 * ({@link DefinitionFolder}), and those that clients have defined, which live no longer than the service. Where two have
 * the same name, the application's goes before a file's, and a file's before a client's. Thread-safe.
 *
 * <p>Whatever its source, a pipeline of the catalog works on JSON: every task gets its item converted from JSON and has
 * its result converted to JSON, and conditions and callbacks see JSON. A task whose class does not say what it takes,
 * such as a lambda expression, gets the JSON itself. JSON that a task gets is shared with other attempts and with those
 * who look at the run: a task makes a copy of what it wants to change.
 */
@ApplicationScoped
@Startup
public class Catalog {

    /** For a definition that is only judged and does not say its name. */
    private static final String UNNAMED = "unnamed";

    private final TaskRegistry tasks;
    private final DefinitionTexts texts;
    private final int max;
    private final int ofApplication;
    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();

    private record Entry(DefinedPipeline defined, DefinitionSource source) {}

    Catalog(TaskRegistry tasks, DefinitionTexts texts, ApplicationPipelines application, PipelinesConfig limits) {
        this.tasks = tasks;
        this.texts = texts;
        this.max = limits.max();
        this.ofApplication = application.byName().size();
        application
                .byName()
                .forEach((name, defined) -> entries.put(name, new Entry(defined, new DefinitionSource.Application())));
    }

    /** By name. */
    public List<PipelineDefinition> definitions() {
        return entries.values().stream()
                .map(entry -> entry.defined().definition())
                .toList();
    }

    /** The definition of that name; empty: there is none. */
    public Optional<PipelineDefinition> definition(String name) {
        return Optional.ofNullable(entries.get(name))
                .map(entry -> entry.defined().definition());
    }

    /** The pipeline of that name, ready to run; empty: there is none. */
    public Optional<Pipeline> pipeline(String name) {
        return Optional.ofNullable(entries.get(name))
                .map(entry -> entry.defined().pipeline());
    }

    /**
     * Says what is wrong with a definition, whatever pipelines there are.
     *
     * @param text UTF-8
     * @return every violation; empty: none
     */
    public List<LocatedViolation> violations(byte[] text, DocumentFormat format) {
        try {
            texts.readNamed(UNNAMED, text, format);
            return List.of();
        } catch (InvalidDefinitionException e) {
            return e.violations();
        }
    }

    /**
     * Creates or replaces a client's definition. Runs of what it replaces go on as they are.
     *
     * @param name the pipeline's
     * @param text its definition, in UTF-8; fields that are null count as absent
     * @return true: created, false: replaced
     * @throws InvalidDefinitionException with every violation
     * @throws ApplicationPipelineException the application itself defines a pipeline of this name
     * @throws FilePipelineException a file does
     * @throws CatalogFullException no more definitions are kept
     */
    public boolean put(String name, byte[] text, DocumentFormat format) {
        requireOfClient(name);
        Entry entry = new Entry(texts.read(name, text, format), new DefinitionSource.Client());
        synchronized (entries) {
            Entry before = entries.get(name);
            requireOfClient(name, before);
            if (before == null && full()) {
                throw new CatalogFullException(name, max);
            }
            entries.put(name, entry);
            return before == null;
        }
    }

    /**
     * Makes sure that clients may define, replace or delete a pipeline of this name.
     *
     * @throws ApplicationPipelineException the application itself defines it
     * @throws FilePipelineException a file does
     */
    public void requireOfClient(String name) {
        requireOfClient(name, entries.get(name));
    }

    /**
     * Deletes a client's definition. Runs of it go on as they are.
     *
     * @return false: there is none
     * @throws ApplicationPipelineException the application itself defines a pipeline of this name
     * @throws FilePipelineException a file does
     */
    public boolean delete(String name) {
        synchronized (entries) {
            requireOfClient(name, entries.get(name));
            return entries.remove(name) != null;
        }
    }

    /** The tasks a definition may name, by name. */
    public List<TaskDescription> tasks() {
        return tasks.factories().entrySet().stream()
                .map(task -> new TaskDescription(
                        task.getKey(),
                        task.getValue().description(),
                        task.getValue().parameters()))
                .toList();
    }

    /**
     * Puts the definitions of files in the place of those that files had before.
     *
     * @param wanted by the pipeline's name
     */
    FileChanges replaceThoseOfFiles(Map<String, FileDefinition> wanted) {
        FileChanges changes = new FileChanges(new TreeSet<>(), new TreeMap<>());
        synchronized (entries) {
            entries.entrySet().removeIf(entry -> {
                boolean gone = entry.getValue().source() instanceof DefinitionSource.File
                        && !wanted.containsKey(entry.getKey());
                return gone && changes.removed().add(entry.getKey());
            });
            wanted.forEach((name, definition) -> {
                Entry before = entries.get(name);
                if (before != null && before.source() instanceof DefinitionSource.Application) {
                    changes.refused()
                            .put(
                                    name,
                                    "the application itself defines a pipeline '%s'; choose another name"
                                            .formatted(name));
                } else if (before == null && full()) {
                    changes.refused().put(name, new CatalogFullException(name, max).getMessage());
                } else {
                    entries.put(name, new Entry(definition.defined(), new DefinitionSource.File(definition.file())));
                }
            });
        }
        return changes;
    }

    /**
     * A pipeline and the file that defines it.
     *
     * @param file its name in the folder
     */
    record FileDefinition(String file, DefinedPipeline defined) {}

    /**
     * What came of the files' definitions.
     *
     * @param removed the names of pipelines that are gone
     * @param refused by the name of each pipeline that could not be taken, why
     */
    record FileChanges(Set<String> removed, Map<String, String> refused) {}

    private boolean full() {
        return entries.size() - ofApplication >= max;
    }

    private static void requireOfClient(String name, @Nullable Entry entry) {
        if (entry == null) {
            return;
        }
        switch (entry.source()) {
            case DefinitionSource.Application _ -> throw new ApplicationPipelineException(name);
            case DefinitionSource.File file -> throw new FilePipelineException(name, file.name());
            case DefinitionSource.Client _ -> {}
        }
    }
}
