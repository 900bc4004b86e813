package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens of an OpenID Connect provider. */
@QuarkusTest
@TestProfile(TokensResourceTest.WithProvider.class)
@Timeout(60)
class TokensResourceTest {

    /** A service that takes the tokens of a provider. */
    public static final class WithProvider implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TokenProvider.class));
        }
    }

    private static int status(String token, String method, String path) {
        return given().header("Authorization", "Bearer " + token)
                .request(method, path)
                .statusCode();
    }

    @Test
    void rolesComeFromTheToken() {
        String operator = TokenProvider.token(Map.of("groups", List.of("operator", "accounting")));

        given().header("Authorization", "Bearer " + operator)
                .get("/api/session")
                .then()
                .statusCode(200)
                .body("name", equalTo("ada"))
                .body("roles", contains("viewer", "operator"));
        assertThat(status(operator, "POST", "/api/runs/NONE/pause")).isEqualTo(404);
        assertThat(status(operator, "DELETE", "/api/pipelines/none")).isEqualTo(403);
    }

    @Test
    void aTokenWithoutARoleOpensNothing() {
        assertThat(status(TokenProvider.token(Map.of("groups", List.of("accounting"))), "GET", "/api/runs"))
                .isEqualTo(403);
        assertThat(status(TokenProvider.token(Map.of()), "GET", "/api/runs")).isEqualTo(403);
    }

    @Test
    void whatIsNotToBeTrustedIsRefused() {
        Map<String, Object> admin = Map.of("groups", List.of("admin"));
        String good = TokenProvider.token(admin);
        assertThat(status(good, "GET", "/api/runs")).isEqualTo(200);

        Instant now = Instant.now();
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
        String changed = good.substring(0, good.length() - 8) + "AAAAAAAA";
        for (String bad : List.of(
                TokenProvider.signedByAnother(admin),
                TokenProvider.token(admin, "antflow", TokenProvider.issuer(), now.minus(Duration.ofHours(1))),
                TokenProvider.token(admin, "another", TokenProvider.issuer(), now.plus(Duration.ofHours(1))),
                TokenProvider.token(admin, "antflow", "https://another.example", now.plus(Duration.ofHours(1))),
                unsigned,
                changed,
                "nonsense",
                "a.b.c",
                GuardedAccess.key("admin"))) {
            Response answer = given().header("Authorization", "Bearer " + bad).get("/api/runs");
            answer.then()
                    .statusCode(401)
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:antflow:problem:unauthenticated"));
            assertThat(answer.asString()).doesNotContain(bad);
        }
    }

    @Test
    void whoeverHasNoneIsAskedForOne() {
        given().get("/api/runs").then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
    }

    @Test
    void aSessionEndsWithItsToken() {
        Instant end = Instant.now().plus(Duration.ofMinutes(5));
        String token = TokenProvider.token(Map.of("groups", List.of("viewer")), "antflow", TokenProvider.issuer(), end);

        Response answer = given().header("Authorization", "Bearer " + token).post("/api/session");

        assertThat(answer.jsonPath().getLong("expires_at")).isEqualTo(end.getEpochSecond());
        given().cookie("antflow_session", answer.cookie("antflow_session"))
                .get("/api/runs")
                .then()
                .statusCode(200);
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        Instant end = Instant.now().plusSeconds(3);
        String token = TokenProvider.token(Map.of("groups", List.of("viewer")), "antflow", TokenProvider.issuer(), end);
        HttpResponse<Stream<String>> stream;
        try (HttpClient client = HttpClient.newHttpClient()) {
            stream = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/snapshots"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);

            assertThat(stream.body()).contains("event: bye");
        }
        assertThat(Instant.now()).isAfterOrEqualTo(end.truncatedTo(ChronoUnit.SECONDS));
    }
}
