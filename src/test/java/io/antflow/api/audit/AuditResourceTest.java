package io.antflow.api.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.access.GuardedAccess;
import io.antflow.engine.PipelineEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(GuardedAccess.class)
@Timeout(60)
class AuditResourceTest {

    private static final String ONE_STAGE = "{\"stages\": [{\"name\": \"Only\", \"tasks\": [\"log\"]}]}";

    private final PipelineEngine engine;

    AuditResourceTest(PipelineEngine engine) {
        this.engine = engine;
    }

    @Test
    void hasALineForEveryChangeAndNoneForReading() throws Exception {
        try (AuditLines lines = AuditLines.watch()) {
            as("admin").contentType("application/json").body(ONE_STAGE).put("/api/pipelines/audited");
            String run = as("operator")
                    .contentType("application/json")
                    .body("[{\"id\": \"secret\"}]")
                    .post("/api/pipelines/audited/runs?open=true&token=secret")
                    .path("id");
            as("operator").contentType("application/json").body("[1]").post("/api/runs/" + run + "/items");
            as("operator")
                    .contentType("application/json")
                    .body("{\"workers\": 2}")
                    .patch("/api/runs/" + run + "/stages/Only");
            for (String control : List.of("pause", "resume", "retry", "close")) {
                as("operator").contentType("application/json").post("/api/runs/" + run + "/" + control);
            }
            engine.find(run).orElseThrow().awaitEnd();
            as("operator").contentType("application/json").body("[1]").post("/api/runs/" + run + "/items");
            as("viewer").get("/api/runs/" + run + "/results?order=input");
            as("viewer").get("/api/runs");
            as("viewer").contentType("application/json").body(ONE_STAGE).post("/api/pipelines/validate");
            as("admin").delete("/api/runs/" + run);

            List<String> all = lines.all().stream()
                    .map(line -> line.replaceAll(" from=\"(127\\.0\\.0\\.1|[0:]*1)\"", "")
                            .replace(run, "RUN"))
                    .toList();
            assertThat(all)
                    .containsExactly(
                            "who=\"some-admin\" what=\"PUT /api/pipelines/audited\" outcome=201 made=\"/api/pipelines/audited\"",
                            "who=\"some-operator\" what=\"POST /api/pipelines/audited/runs\" outcome=201 made=\"/api/runs/RUN\"",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/items\" outcome=202",
                            "who=\"some-operator\" what=\"PATCH /api/runs/RUN/stages/Only\" outcome=200",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/pause\" outcome=202",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/resume\" outcome=202",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/retry\" outcome=202",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/close\" outcome=202",
                            "who=\"some-operator\" what=\"POST /api/runs/RUN/items\" outcome=409",
                            "who=\"some-admin\" what=\"DELETE /api/runs/RUN\" outcome=204");
        }
    }

    @Test
    void hasALineForWhoIsRefused() {
        try (AuditLines lines = AuditLines.watch()) {
            as("viewer").contentType("application/json").body("[]").post("/api/pipelines/any/runs");
            given().header("X-API-Key", "antflow_of-nobody").delete("/api/pipelines/any");
            given().urlEncodingEnabled(false).delete("/api/pipelines/any%0Aname");
            as("admin").delete("/api/pipelines/none");

            assertThat(lines.all())
                    .extracting(line -> line.replaceAll(" from=\"[^\"]*\"", ""))
                    .containsExactly(
                            "who=\"some-viewer\" what=\"POST /api/pipelines/any/runs\" outcome=403",
                            "who=anonymous what=\"DELETE /api/pipelines/any\" outcome=401",
                            "who=anonymous what=\"DELETE /api/pipelines/any%0Aname\" outcome=401",
                            "who=\"some-admin\" what=\"DELETE /api/pipelines/none\" outcome=404");
        }
    }

    @Test
    void saysWhoHasSignedInAndOut() {
        try (AuditLines lines = AuditLines.watch()) {
            String session = as("viewer").post("/api/session").cookie("antflow_session");
            given().cookie("antflow_session", session).delete("/api/session");
            given().cookie("antflow_session", session).delete("/api/session");
            given().header("X-API-Key", "antflow_of-nobody").post("/api/session");

            assertThat(lines.all())
                    .extracting(line -> line.replaceAll(" from=\"[^\"]*\"", ""))
                    .containsExactly(
                            "who=\"some-viewer\" what=\"POST /api/session\" outcome=200",
                            "who=\"some-viewer\" what=\"DELETE /api/session\" outcome=204",
                            "who=anonymous what=\"DELETE /api/session\" outcome=401",
                            "who=anonymous what=\"POST /api/session\" outcome=401");
        }
    }

    private static RequestSpecification as(String role) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + GuardedAccess.key(role));
    }
}
