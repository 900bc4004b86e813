package io.antflow.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.antflow.api.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no library would send. */
@QuarkusTest
@Timeout(60)
class RequestFormResourceTest {

    private static final String POST =
            "POST /api/pipelines/validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = "2\r\n{}\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Host: b",
                "Host: b\r\nTransfer-Encoding: chunked",
            })
    void refusesWhatAProxyMayReadInAnotherWayAndEndsTheConnection(String header) throws Exception {
        assertThat(RawHttp.lastWords(RestAssured.port, POST + header + "\r\n\r\n" + CHUNKED))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "urn:antflow:problem:malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: -1",
                "Content-Length: +2",
                "Content-Length: 2, 2",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "X: a\0b",
            })
    void refusesAndEndsTheConnectionWhereHttpItselfIsBroken(String header) throws Exception {
        assertThat(RawHttp.lastWords(RestAssured.port, POST + header + "\r\n\r\n" + CHUNKED))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void answersARequestWithoutHostWithAProblemAndWithoutALineInTheLog() throws Exception {
        LogLines log = LogLines.watch();
        try (log;
                RawHttp connection = new RawHttp(RestAssured.port)) {
            connection.send("GET /api/tasks HTTP/1.1\r\n\r\n");

            assertThat(connection.until("}"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "urn:antflow:problem:malformed-request", "Host header");
        }
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "GET *", "CONNECT localhost:80", "GET api/tasks"})
    void findsNothingWhereThePathIsNone(String start) throws Exception {
        try (RawHttp connection = new RawHttp(RestAssured.port)) {
            connection.send(start + " HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(connection.until("}")).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "gzip, identity", "nonsense"})
    void unpacksNothing(String encoding) {
        given().header("Content-Encoding", encoding)
                .contentType("application/json")
                .body(new byte[] {'{', '}'})
                .post("/api/pipelines/validate")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .header("Accept-Encoding", "identity")
                .body("detail", containsString("without Content-Encoding"));
    }

    @Test
    void takesBodiesThatSayTheyAreNotPacked() {
        given().headers(Map.of("Content-Encoding", "identity"))
                .contentType("application/json")
                .body(new byte[] {'{', '}'})
                .post("/api/pipelines/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false));
    }

    @Test
    void speaksNoHttp2WithoutTls() throws Exception {
        assertThat(RawHttp.lastWords(RestAssured.port, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                .startsWith("HTTP/2.0 501 ");
        try (RawHttp connection = new RawHttp(RestAssured.port)) {
            connection.send("GET /api/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

            assertThat(connection.until("\r\n")).startsWith("HTTP/1.1 200 ");
        }
    }
}
