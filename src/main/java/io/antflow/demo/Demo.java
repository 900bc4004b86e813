package io.antflow.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.catalog.Catalog;
import io.antflow.config.DemoConfig;
import io.antflow.engine.FeedReport;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Item;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts one run of the demo's pipeline with the service, where {@code antflow.demo} says so. */
@Singleton
final class Demo {

    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final String RECORDS = "/demo/users.ndjson";

    private final DemoConfig config;
    private final Catalog catalog;
    private final PipelineEngine engine;
    private final ObjectMapper mapper;
    private volatile @Nullable Run run;

    Demo(DemoConfig config, Catalog catalog, PipelineEngine engine, ObjectMapper mapper) {
        this.config = config;
        this.catalog = catalog;
        this.engine = engine;
        this.mapper = mapper;
    }

    /** The run that started with the service; empty: none did. */
    Optional<Run> run() {
        return Optional.ofNullable(run);
    }

    void start(@Observes StartupEvent event) {
        if (config.demo()) {
            Run started = engine.start(catalog.pipeline(UsersPipeline.NAME).orElseThrow());
            run = started;
            Thread.ofVirtual().name("demo-feed").start(() -> feed(started));
        }
    }

    private void feed(Run run) {
        try (BufferedReader records = records()) {
            FeedReport report = run.feedAll(records.lines().map(this::item));
            LOG.infof(
                    "Demo run %s has got its records: %d accepted, %d refused because their id was there already",
                    run.id(), report.accepted(), report.refusedCount());
        } catch (IOException | UncheckedIOException e) {
            LOG.errorf(e, "The demo's records can't be read; demo run %s ends with what it has got", run.id());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            run.close();
        }
    }

    private static BufferedReader records() {
        InputStream records = Objects.requireNonNull(Demo.class.getResourceAsStream(RECORDS), RECORDS);
        return new BufferedReader(new InputStreamReader(records, StandardCharsets.UTF_8));
    }

    private Item item(String line) {
        try {
            JsonNode user = mapper.readTree(line);
            return Item.of(user.path("id").asText(), user);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
