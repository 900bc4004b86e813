package io.antflow.dashboard.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page is served; what it does is seen in a browser, end to end. */
@QuarkusTest
@Timeout(60)
class PageResourceTest {

    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(/[^\"#]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html"})
    void thePageMayLoadOnlyWhatIsOurs(String path) {
        String policy = given().get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .header("Content-Security-Policy");

        assertThat(policy.split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'")
                .noneMatch(rule -> rule.contains("unsafe") || rule.contains("http:") || rule.contains("https:"));
    }

    @Test
    void everythingThatThePageNamesIsThere() {
        List<String> addresses = ADDRESS.matcher(given().get("/").asString())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(addresses)
                .hasSizeGreaterThan(5)
                .allSatisfy(address -> assertThat(given().get(address).statusCode())
                        .as(address)
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/web/app.js", "/web/base.css", "/web/icon.svg"})
    void isAskedForEachTimeAndSentAgainOnlyWhenItHasChanged(String path) {
        Response first = given().get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        String tag = first.header("ETag");
        assertThat(tag).matches("\"[0-9a-f]{16}\"");

        given().header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .body(blankOrNullString());
        given().header("If-None-Match", "\"ofanotherversion\"").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/web/nothing.js", "/web/", "/web/../application.properties", "/favicon.ico", "/index.htm"})
    void whatIsNotThereIsAProblemAsEverywhere(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Content-Security-Policy", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/runs", "/q/openapi", "/q/health/ready"})
    void otherPathsHaveNothingOfThePages(String path) {
        given().header("Accept-Encoding", "gzip")
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", not(containsString("'self'"))) // API answers have one of their own
                .header("Permissions-Policy", nullValue())
                .header("Content-Encoding", nullValue());
    }

    @Test
    void whatBrowsersLoadIsCompressed() {
        given().header("Accept-Encoding", "gzip")
                .get("/web/run.js")
                .then()
                .header("Content-Encoding", "gzip")
                .header("Vary", containsString("accept-encoding"))
                .header("ETag", not(nullValue()));
    }
}
