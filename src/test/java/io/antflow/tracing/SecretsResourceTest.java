package io.antflow.tracing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.access.GuardedAccess;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers are let in by is nothing for whoever reads traces. */
@QuarkusTest
@TestProfile(SecretsResourceTest.TracedAndGuarded.class)
@Timeout(60)
class SecretsResourceTest {

    /** Traces, and wants keys. */
    public static final class TracedAndGuarded implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(new TracedApplication.Profile().getConfigOverrides());
            config.putAll(new GuardedAccess().getConfigOverrides());
            return config;
        }
    }

    private static final String TRACE = "5ec4e75ec4e75ec4e75ec4e75ec4e75e";

    private final InMemorySpanExporter exporter;

    SecretsResourceTest(InMemorySpanExporter exporter) {
        this.exporter = exporter;
    }

    private static RequestSpecification traced() {
        return given().header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    }

    @Test
    void keysTokensAndSessionsAreInNoSpan() {
        String key = GuardedAccess.key("operator");
        String wrong = GuardedAccess.key("stranger");
        String session = traced().header("Authorization", "Bearer " + key)
                .post("/api/session")
                .cookie("antflow_session");
        traced().cookie("antflow_session", session).get("/api/runs").then().statusCode(200);
        traced().header("X-API-Key", key).post("/api/runs/none/pause").then().statusCode(404);
        traced().header("Authorization", "Bearer " + wrong)
                .get("/api/pipelines")
                .then()
                .statusCode(401);

        assertThat(session).isNotBlank();
        assertThat(spans(4)).allSatisfy(span -> assertThat(span.toString()).doesNotContain(key, wrong, session));
    }

    private List<SpanData> spans(int count) {
        while (true) {
            List<SpanData> spans = exporter.getFinishedSpanItems().stream()
                    .filter(span -> span.getTraceId().equals(TRACE))
                    .toList();
            if (spans.size() >= count) {
                return spans;
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            assertThat(Thread.interrupted())
                    .as("never %d, but %s", count, spans)
                    .isFalse();
        }
    }
}
