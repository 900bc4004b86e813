package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsWithoutIdsTest {

    @ParameterizedTest
    @CsvSource({
        "/api/runs,/api/runs",
        "/api/runs/01ABC,/api/runs/{run}",
        "/api/runs/{run}/events,/api/runs/{run}/events",
        "/api/runs/01ABC/items/17/cancel,/api/runs/{run}/items/{item}/cancel",
        "/api/runs/01ABC/stages/A b,/api/runs/{run}/stages/{stage}",
        "/api/pipelines/users/runs,/api/pipelines/{pipeline}/runs",
        "/api/pipelines/runs/runs,/api/pipelines/{pipeline}/runs",
        "/q/runs/17,/q/runs/17"
    })
    void anIdBecomesItsName(String path, String label) {
        Meter.Id id = new Meter.Id(
                "http.server.requests", Tags.of("uri", path, "status", "406"), null, null, Meter.Type.TIMER);

        Meter.Id mapped = new PathsWithoutIds().map(id);

        assertThat(mapped.getTag("uri")).isEqualTo(label);
        assertThat(mapped.getTag("status")).isEqualTo("406");
    }
}
