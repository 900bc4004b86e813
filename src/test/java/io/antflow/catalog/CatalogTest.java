package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.pipeline.Backoff;
import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import io.antflow.pipeline.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CatalogTest {

    private static final JsonNode DEFINITION = Definitions.json("{stages: [{name: 'A', tasks: ['http']}]}");
    private static final JsonNode OTHER = Definitions.json("{stages: [{name: 'B', tasks: ['http']}]}");
    private static final Task<Object, Object> SAME = (input, context) -> input;

    @Test
    void createsReplacesAndDeletes() {
        Catalog catalog = Definitions.catalog(10);

        assertThat(Definitions.put(catalog, "users", DEFINITION)).as("created").isTrue();
        assertThat(Definitions.put(catalog, "users", OTHER)).as("created").isFalse();
        assertThat(catalog.definition("users").orElseThrow().stages())
                .extracting(StageDefinition::name)
                .containsExactly("B");
        assertThat(catalog.pipeline("users").orElseThrow().stageNames()).containsExactly("B");
        assertThat(catalog.delete("users")).isTrue();
        assertThat(catalog.delete("users")).isFalse();
        assertThat(catalog.definition("users")).isEmpty();
        assertThat(catalog.pipeline("users")).isEmpty();
    }

    @Test
    void keepsTheOldDefinitionWhenTheNewOneIsInvalid() {
        Catalog catalog = Definitions.catalog(10);
        Definitions.put(catalog, "users", DEFINITION);

        assertThatThrownBy(() -> Definitions.put(catalog, "users", Definitions.json("{}")))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThat(catalog.definition("users").orElseThrow().stages())
                .extracting(StageDefinition::name)
                .containsExactly("A");
    }

    @Test
    void listsDefinitionsByName() {
        Catalog catalog = Definitions.catalog(10, application("m"));
        Definitions.put(catalog, "z", DEFINITION);
        Definitions.put(catalog, "a", DEFINITION);

        assertThat(catalog.definitions()).extracting(PipelineDefinition::name).containsExactly("a", "m", "z");
    }

    @Test
    void refusesMoreDefinitionsThanItMayKeepButStillReplaces() {
        Catalog catalog = Definitions.catalog(2, application("of the application"));
        Definitions.put(catalog, "a", DEFINITION);
        Definitions.put(catalog, "b", DEFINITION);

        assertThatThrownBy(() -> Definitions.put(catalog, "c", DEFINITION))
                .isInstanceOf(CatalogFullException.class)
                .hasMessage("pipeline 'c' is not kept: there are 2 definitions already, as many as"
                        + " antflow.pipelines.max allows; delete one first");
        assertThat(Definitions.put(catalog, "b", OTHER)).isFalse();
        catalog.delete("a");
        assertThat(Definitions.put(catalog, "c", DEFINITION)).isTrue();
    }

    @Test
    void keepsItsLimitWhenManyCreateAtOnce() throws Exception {
        Catalog catalog = Definitions.catalog(5);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> creations = IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> Definitions.put(catalog, "p" + i, DEFINITION)))
                    .toList();
            for (Future<Boolean> creation : creations) {
                try {
                    creation.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(CatalogFullException.class);
                }
            }
        }

        assertThat(catalog.definitions()).hasSize(5);
    }

    @Test
    void leavesPipelinesOfTheApplicationAlone() {
        Catalog catalog = Definitions.catalog(10, application("users"));

        assertThatThrownBy(() -> Definitions.put(catalog, "users", DEFINITION))
                .isInstanceOf(ApplicationPipelineException.class);
        assertThatThrownBy(() -> catalog.delete("users"))
                .isInstanceOf(ApplicationPipelineException.class)
                .hasMessage("pipeline 'users' is defined by the application itself; it can't be replaced or deleted");
        assertThat(catalog.pipeline("users")).isPresent();
    }

    @Test
    void refusesTwoPipelinesOfTheApplicationWithTheSameName() {
        assertThatThrownBy(() -> Definitions.catalog(10, application("users"), application("users")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two pipelines of the application are named 'users'; give one of them another name");
    }

    @Test
    void describesAPipelineOfTheApplication() {
        Stage stage = Stage.named("Fetch")
                .workers(3)
                .task("fetch", SAME)
                .taskAttempts(2, Backoff.exponential(Duration.ofMillis(250), Duration.ofSeconds(4)))
                .taskTimeout(Duration.ofSeconds(9))
                .taskConcurrencyLimit("fetch", 2)
                .build();
        Catalog catalog = Definitions.catalog(10, Pipeline.of("users", stage));

        JsonNode described =
                Definitions.MAPPER.valueToTree(catalog.definition("users").orElseThrow());

        assertThat(described).isEqualTo(Definitions.json("""
                                {name: 'users', stages: [{name: 'Fetch', workers: 3, tasks: ['fetch'], retry: 'per_task',
                                  task_attempts: 2, stage_attempts: 3, task_wait_seconds: 0.25, backoff: 'exponential',
                                  max_wait_seconds: 4.0, jitter: 0.0, task_timeout_seconds: 9.0,
                                  task_concurrency_limits: {fetch: 2}, queue_capacity: 30, pull: false}]}"""));
    }

    @Test
    void letsPipelinesOfTheApplicationRetryAllButValuesThatDoNotFit() {
        Catalog catalog = Definitions.catalog(10, application("users"));

        Stage stage = catalog.pipeline("users").orElseThrow().firstStage();

        assertThat(stage.retry().retries(new IOException())).isTrue();
        assertThat(stage.retry().retries(new SkipExpressionException(".", "fails", null)))
                .isFalse();
    }

    @Test
    void saysOfEveryTaskThatItTakesNoParameters() {
        assertThat(Definitions.catalog(10).tasks())
                .extracting(TaskDescription::name, task -> task.parameters().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "fetch_user", "{\"type\":\"object\",\"additionalProperties\":false}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "http", "{\"type\":\"object\",\"additionalProperties\":false}"));
    }

    private static Pipeline application(String name) {
        return Pipeline.of(name, Stage.named("A").task("same", SAME).build());
    }
}
