package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(GuardedAccess.class)
@Timeout(60)
class KeysFileResourceTest {

    private final Path file;

    KeysFileResourceTest(@ConfigProperty(name = "antflow.security.keys-file") Path file) {
        this.file = file;
    }

    @Test
    void readinessTellsThatTheFileIsWrongAndStaysUp() throws Exception {
        assertThat(problem()).isNull();
        String good = Files.readString(file);
        try {
            Files.writeString(file, "");
            while (problem() == null) {
                pause();
            }
            Response ready = given().get("/q/health/ready");
            ready.then().statusCode(200).body("status", equalTo("UP"));
            assertThat(ready.asString()).doesNotContain(file.toString());
            given().header("X-API-Key", GuardedAccess.key("viewer"))
                    .get("/api/runs")
                    .then()
                    .statusCode(200);
        } finally {
            Files.writeString(file, good);
        }
        while (problem() != null) {
            pause();
        }
    }

    private static @Nullable String problem() {
        return given().get("/q/health/ready").path("checks.find { it.name == 'API keys' }.data?.problem");
    }

    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        assertThat(Thread.interrupted()).as("timed out").isFalse();
    }
}
