package io.antflow.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged service has no tasks but the built-in ones. */
@QuarkusIntegrationTest
@Timeout(60)
class PipelineSchemaIT {

    @Test
    void servesTheSchemaOfWhichThereIsACopyInDeploy() throws IOException {
        String served = given().get("/api/schema/pipeline.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        assertThat(new ObjectMapper().readTree(served).toPrettyString() + "\n")
                .isEqualTo(Files.readString(Path.of("deploy", "pipeline.schema.json")));
    }
}
