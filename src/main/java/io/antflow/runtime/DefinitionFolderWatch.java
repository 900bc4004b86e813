package io.antflow.runtime;

import io.antflow.catalog.Catalog;
import io.antflow.catalog.DefinitionFolder;
import io.antflow.config.PipelinesConfig;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at the folder of definitions before the service takes its first request, and then again and again. When a file's
 * pipeline is gone, so is what is kept for it beyond its runs, as soon as none of them is active.
 */
@Singleton
final class DefinitionFolderWatch {

    private static final Logger LOG = Logger.getLogger(DefinitionFolderWatch.class);

    private final DefinitionFolder folder;
    private final Catalog catalog;
    private final PipelineEngine engine;
    private final Event<PipelineRemoved> removed;
    private final Duration interval;
    private final Set<String> gone = new TreeSet<>();
    private String lastFault = "";
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("antflow-definitions").factory());

    DefinitionFolderWatch(
            DefinitionFolder folder,
            Catalog catalog,
            PipelineEngine engine,
            Event<PipelineRemoved> removed,
            PipelinesConfig config) {
        this.folder = folder;
        this.catalog = catalog;
        this.engine = engine;
        this.removed = removed;
        this.interval = config.checkInterval();
    }

    /** Before others, which may want a pipeline of a file. */
    void onStart(@Observes @Priority(1) StartupEvent event) {
        look();
        if (folder.report().folder() != null) {
            thread.scheduleWithFixedDelay(this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        thread.shutdown();
    }

    private void look() {
        try {
            gone.addAll(folder.look());
            gone.removeIf(pipeline -> catalog.pipeline(pipeline).isPresent());
            gone.removeIf(this::forgotten);
        } catch (RuntimeException e) {
            // The next look must come: one that is thrown out of here would have been the last.
            if (!e.toString().equals(lastFault)) {
                LOG.error("The folder of definitions could not be looked at", e);
            }
            lastFault = e.toString();
        }
    }

    private boolean forgotten(String pipeline) {
        boolean atWork = engine.runs().stream()
                .filter(run -> !run.ended())
                .map(Run::pipeline)
                .anyMatch(active -> active.name().equals(pipeline));
        if (!atWork) {
            removed.fire(new PipelineRemoved(pipeline));
        }
        return !atWork;
    }
}
