package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.antflow.api.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that was started while the provider of its tokens could not be reached. */
@QuarkusTest
@TestProfile(TokenProviderDownResourceTest.ProviderDown.class)
@Timeout(60)
class TokenProviderDownResourceTest {

    /** Takes keys, and the tokens of a provider that is not there yet. */
    public static final class ProviderDown implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(new GuardedAccess().getConfigOverrides());
            config.put("quarkus.oidc.token.forced-jwk-refresh-interval", "1s");
            return config;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TokenProvider.class, Map.of(TokenProvider.DOWN, "true")));
        }
    }

    private static final Map<String, Object> VIEWER = Map.of("groups", List.of("viewer"));

    private static Response call(String bearer, String path) {
        return given().header("Authorization", "Bearer " + bearer).get(path);
    }

    private static int status(String token) {
        return call(token, "/api/runs").statusCode();
    }

    private static void assertThatNoTokenCanBeChecked(Response answer) {
        answer.then()
                .statusCode(503)
                .header("Retry-After", "5")
                .contentType("application/problem+json")
                .body("type", equalTo("urn:antflow:problem:provider-unreachable"));
    }

    /** In one piece, as what has once been learnt of a provider is not forgotten. */
    @Test
    void tokensAreRefusedUntilItIsThereAndTakenFromThenOnWhileKeysAlwaysAre() {
        String token = TokenProvider.token(VIEWER);
        try (LogLines log = LogLines.watch()) {
            for (int i = 0; i < 5; i++) {
                assertThatNoTokenCanBeChecked(call(token, "/api/runs"));
                assertThatNoTokenCanBeChecked(call(token, "/q/metrics"));
                assertThat(status(GuardedAccess.key("viewer"))).isEqualTo(200);
                assertThat(status(GuardedAccess.key("stranger"))).isEqualTo(401);
                assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
            }
            assertThat(log.lines())
                    .as("why, and whom it has asked, once each and without a stack trace")
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).doesNotContain(token).endsWith(" null"))
                    .anySatisfy(line -> assertThat(line).contains("Connection refused"))
                    .anySatisfy(line -> assertThat(line).contains(TokenProvider.issuer()));
        }

        TokenProvider.comeUp();
        assertThat(status(token)).isEqualTo(200);

        TokenProvider.changeKey("second");
        String later = TokenProvider.token(VIEWER);
        TokenProvider.goDown();
        try (LogLines log = LogLines.watch()) {
            for (int i = 0; i < 5; i++) {
                assertThat(status(later)).as("by a key that can't be asked for").isEqualTo(401);
                assertThat(status(token)).as("by the key that is known").isEqualTo(200);
                assertThat(status(GuardedAccess.key("viewer"))).isEqualTo(200);
            }
            TokenProvider.comeUp();
            while (status(later) != 200) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                assertThat(Thread.interrupted()).as("timed out").isFalse();
            }
            assertThat(log.lines()).isEmpty();
        }
    }
}
