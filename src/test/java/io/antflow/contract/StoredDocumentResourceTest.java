package io.antflow.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** So every change of the contract is seen in a diff. */
@QuarkusTest
@Timeout(60)
class StoredDocumentResourceTest {

    private static final Path COPY = Path.of("deploy/openapi.yaml");
    private static final Path RIGHT = Path.of("target/openapi.yaml");

    @Test
    void theCopyInDeployIsWhatTheServicePublishes() throws IOException {
        Files.writeString(RIGHT, given().get("/q/openapi").asString());

        assertThat(Files.readString(COPY))
                .as("an old copy; bring it up to date with: cp %s %s", RIGHT, COPY)
                .isEqualTo(Files.readString(RIGHT));
    }
}
