package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites try, with a service that asks nobody who they are. */
@QuarkusTest
@Timeout(60)
class CrossSiteResourceTest {

    private static RequestSpecification from(String origin, String site) {
        RequestSpecification request = given();
        if (origin != null) {
            request.header("Origin", origin.replace("PORT", String.valueOf(RestAssured.port)));
        }
        return site == null ? request : request.header("Sec-Fetch-Site", site);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                        -", // no browser
                "http://localhost:PORT,    same-origin",
                "http://localhost:PORT,    -",
                "https://localhost:PORT,   -", // a proxy speaks https
                "https://antflow.example,  same-origin", // a proxy changes the host; browsers know better
                "-,                        none",
            })
    void itsOwnPageAndWhatIsNoBrowserMayChangeThings(String origin, String site) {
        from(origin, site).post("/api/runs/NONE/pause").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://evil.example,     cross-site",
                "https://evil.example,     -",
                "null,                     cross-site",
                "null,                     -",
                "http://localhost:1,       same-site",
                "http://localhost:1,       -",
                "-,                        cross-site",
                "-,                        same-site",
            })
    void noOtherPageMay(String origin, String site) {
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            from(origin, site)
                    .body("[1]")
                    .contentType("text/plain")
                    .request(method, "/api/pipelines/none/runs")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:antflow:problem:origin-not-allowed"));
        }
    }

    @Test
    void otherPagesAreNotTheOnesToReadAnything() {
        from("https://evil.example", "cross-site")
                .get("/api/runs")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Credentials", nullValue())
                .header("Cross-Origin-Resource-Policy", equalTo("same-origin"));
        from("https://evil.example", "cross-site")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/runs")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "[fd00::1]:8080",
                "localhost.evil.example"
            })
    void aNameThatIsMadeToLeadHereIsRefused(String host) {
        given().header("Host", host)
                .get("/api/runs")
                .then()
                .statusCode(421)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:antflow:problem:misdirected-request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "antflow.localhost"})
    void theMachinesOwnNamesAreTaken(String host) {
        given().header("Host", host).get("/api/runs").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/web/app.js", "/api/runs", "/api/nothing", "/q/health", "/q/metrics", "/ws/pipeline"})
    void everyAnswerSaysThatItIsForThisSiteAlone(String path) {
        Response answer = given().get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Strict-Transport-Security")).isNull();
        if (path.equals("/") || path.startsWith("/web") || path.startsWith("/api")) {
            assertThat(answer.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
    }
}
