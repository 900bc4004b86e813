package io.antflow.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service with its demo on. */
@QuarkusTest
@TestProfile(DemoResourceTest.WithDemo.class)
@Timeout(60)
class DemoResourceTest {

    private static final Path DATA = Path.of("target", "demo-data").toAbsolutePath();

    /** As {@code ANTFLOW_DEMO=true} does. */
    public static final class WithDemo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("antflow.demo", "true", "antflow.data-dir", DATA.toString());
        }
    }

    @Test
    void hasItsTasksAndItsPipeline() {
        given().get("/api/tasks")
                .then()
                .statusCode(200)
                .body("name", hasItems("parse_user", "check_country", "validate_email", "enrich_user", "save_user"));
        given().get("/api/pipelines/users")
                .then()
                .statusCode(200)
                .body("stages.name", contains("Ingestion", "Validation", "Enrichment", "Save"))
                .body("stages[2].workers", equalTo(8));
    }

    @Test
    void hasStartedARun() {
        given().get("/api/runs?pipeline=users")
                .then()
                .statusCode(200)
                .body("runs[-1].pipeline", equalTo("users"))
                .body("runs[-1].total_items", greaterThan(3));
    }

    @Test
    void takesAUserAndSavesIt() {
        String run = given().contentType(ContentType.JSON)
                .header("Prefer", "wait=30")
                .body("""
                        [{"id": "me", "name": "Ada Lovelace", "email": "ada@example.com", "age": 36,
                          "signed_up": "2024-05-01", "country": "GB"},
                         {"id": "known", "line": "Alan Turing;alan@example.com;41;2024-05-02;GB",
                          "profile": {"department": "Research", "badge": "00042"}},
                         {"id": "bad", "name": "Nobody"}]""")
                .post("/api/pipelines/users/runs")
                .then()
                .statusCode(200)
                .body("items_processed", equalTo(2))
                .body("results.error.message", hasItems("field 'email' is missing"))
                .extract()
                .path("id");

        assertThat(DATA.resolve("users-" + run + ".ndjson"))
                .content()
                .hasLineCount(2)
                .contains("\"signed_up\":\"2024-05-01\"")
                .contains("\"badge\":\"00042\"");
        given().get("/api/runs/{run}/items/{item}", run, "known").then().body("history.status", hasItems("skipped"));
    }

    @Test
    void belongsToTheApplication() {
        given().contentType(ContentType.JSON)
                .body("{\"stages\": [{\"name\": \"A\", \"tasks\": [\"parse_user\"]}]}")
                .put("/api/pipelines/users")
                .then()
                .statusCode(409);
    }
}
