package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.engine.PipelineEngine;
import io.antflow.engine.Run;
import io.antflow.pipeline.Item;
import io.antflow.pipeline.Result;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog in its container: what beans it finds, and that they work on JSON. */
@QuarkusTest
@Timeout(60)
class CatalogResourceTest {

    @Inject
    Catalog catalog;

    @Inject
    PipelineEngine engine;

    @Test
    void findsNamedTasksOfEveryScopeAndNoOthers() {
        assertThat(catalog.tasks())
                .extracting(TaskDescription::name)
                .filteredOn(name -> name.startsWith("catalog_"))
                .containsExactly(
                        "catalog_application_scoped",
                        "catalog_dependent",
                        "catalog_produced",
                        "catalog_singleton",
                        "catalog_uni");
        assertThat(catalog.tasks())
                .filteredOn(task -> task.name().equals("catalog_singleton"))
                .extracting(TaskDescription::description)
                .containsExactly("Puts a tax on an amount.");
    }

    @Test
    void hidesTheDemoWhenItIsOff() {
        assertThat(catalog.tasks()).extracting(TaskDescription::name).doesNotContain("parse_user");
        assertThat(catalog.definition("users")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog_application_scoped",
                "catalog_dependent",
                "catalog_produced",
                "catalog_singleton",
                "catalog_uni"
            })
    void runsADefinitionOverJson(String task) throws Exception {
        Definitions.put(catalog, "catalog_test", Definitions.json("""
                        {stages: [{name: 'Tax', tasks: ['%s'], skip_if: '.taxed == true'}]}""".formatted(task)));

        List<Result> results = engine.run(
                catalog.pipeline("catalog_test").orElseThrow(),
                List.of(
                        Item.of(Definitions.json("{cents: 200, currency: 'EUR', note: 'x'}")),
                        Item.of(Definitions.json("{taxed: true}"))));

        assertThat(results)
                .extracting(Result::value)
                .containsExactly(
                        Definitions.json("{cents: 238, currency: 'EUR', taxed: true}"),
                        Definitions.json("{taxed: true}"));
    }

    @Test
    void runsAPipelineOfTheApplicationOverJson() throws Exception {
        List<Result> results = engine.run(
                catalog.pipeline("catalog_of_the_application").orElseThrow(),
                List.of(Item.of(Definitions.json("{cents: 200, currency: 'EUR'}"))));

        assertThat(results)
                .extracting(Result::value)
                .containsExactly(Definitions.json("{cents: 283, currency: 'EUR', taxed: true}"));
    }

    @Test
    void describesAPipelineOfTheApplicationByTheNamesOfItsTasks() {
        JsonNode definition = Definitions.MAPPER.valueToTree(
                catalog.definition("catalog_of_the_application").orElseThrow());

        assertThat(definition.at("/stages/1/tasks"))
                .isEqualTo(Definitions.json("[{task: 'catalog_produced', name: 'tax'}, 'catalog_application_scoped']"));
    }

    @Test
    void failsAValueThatDoesNotFitAtOnceWhateverTheRetries() throws Exception {
        Run run = engine.start(catalog.pipeline("catalog_of_the_application").orElseThrow());
        run.feed(Item.of("bad", Definitions.json("{cents: 'many'}")));
        run.join();

        Result result = run.results().findFirst().orElseThrow();
        assertThat(result.error()).isNotNull();
        assertThat(result.error().type()).isEqualTo("io.antflow.tasks.ValueConversionException");
        assertThat(result.error().attempts()).isEqualTo(1);
        assertThat(result.error().message())
                .startsWith("task 'unnamed' takes a io.antflow.catalog.CatalogTestBeans$Amount: field 'cents': ");
    }

    @Test
    void letsNoExpressionSeeTheEnvironment() throws Exception {
        for (String telling : List.of("env", "debug_scope", "hostname")) {
            JsonNode definition = Definitions.json(
                    "{stages: [{name: 'A', tasks: ['catalog_singleton'], skip_if: '%s != null'}]}".formatted(telling));

            assertThatThrownBy(() -> Definitions.put(catalog, "catalog_env", definition))
                    .hasMessageStartingWith(
                            "stages[0].skip_if: stage 'A': skip_if is no valid jq: there is no function '%s'"
                                    .formatted(telling));
        }
    }
}
