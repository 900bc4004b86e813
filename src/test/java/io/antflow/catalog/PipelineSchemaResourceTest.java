package io.antflow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.antflow.tasks.TaskFactory;
import io.antflow.tasks.TaskRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class PipelineSchemaResourceTest {

    private static final Path COPY = Path.of("deploy/pipeline.schema.json");
    private static final Path RIGHT = Path.of("target/pipeline.schema.json");

    @Inject
    TaskRegistry tasks;

    /** Without the tasks that this test's application adds. */
    @Test
    void theCopyInDeployIsWhatTheServiceWithoutAnApplicationSays() throws IOException {
        SortedMap<String, TaskFactory> builtIn = new TreeMap<>(tasks.factories());
        builtIn.values()
                .removeIf(factory -> !factory.getClass().getName().startsWith("io.antflow.tasks.")
                        || factory.getClass().getSimpleName().equals("PlainTask"));
        JsonNode right = new PipelineSchema(builtIn).json();
        Files.writeString(RIGHT, right.toPrettyString() + "\n");

        assertThat(Files.readString(COPY))
                .as("an old copy; bring it up to date with: cp %s %s", RIGHT, COPY)
                .isEqualTo(Files.readString(RIGHT));
    }

    @Test
    void servesTheSchemaWithEveryTaskThereIs() throws IOException {
        String served = given().get("/api/schema/pipeline.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("title", equalTo("AntFlow pipeline"))
                .body("'$defs'.task_name.anyOf.const", hasItem("catalog_singleton"))
                .extract()
                .asString();

        assertThat(new ObjectMapper().readTree(served)).isEqualTo(new PipelineSchema(tasks.factories()).json());
    }
}
