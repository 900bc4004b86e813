package io.antflow.example;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** A task that someone adds as a bean can be named in a definition, and takes and returns records. */
@QuarkusTest
class GreetResourceTest {

    @Test
    void theReadmesTaskRuns() {
        given().when().get("/api/tasks").then().statusCode(200).body("name", hasItem("greet"));
        given().contentType(ContentType.JSON)
                .body("{\"stages\": [{\"name\": \"Greeting\", \"tasks\": [\"greet\"], \"task_attempts\": 1}]}")
                .when()
                .put("/api/pipelines/greetings")
                .then()
                .statusCode(201);

        given().contentType(ContentType.JSON)
                .header("Prefer", "wait=20")
                .body("[{\"name\": \"Ada\", \"language\": \"en\"}, {\"name\": \"Eve\", \"language\": \"xx\"}]")
                .when()
                .post("/api/pipelines/greetings/runs")
                .then()
                .statusCode(200)
                .body("items_processed", equalTo(1))
                .body("items_failed", equalTo(1))
                .body("results", hasSize(2))
                .body("results[0].value.text", equalTo("Hello, Ada!"))
                .body("results[1].error.type", equalTo("java.lang.IllegalArgumentException"))
                .body("results[1].error.message", equalTo("no greeting in 'xx'"));

        given().when().delete("/api/pipelines/greetings").then().statusCode(204);
    }
}
