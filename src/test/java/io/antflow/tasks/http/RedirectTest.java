package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RedirectTest {

    private final TestTasks tasks = new TestTasks();

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    private static RawServer redirecting(int status, String location) throws Exception {
        return new RawServer((request, reply) -> {
            if (request.resource().equals("/a")) {
                reply.send(status, "", "", "Location: " + location);
            } else {
                reply.json("\"there\"");
            }
        });
    }

    @Test
    void nothingIsFollowedUnlessAskedFor() throws Exception {
        try (RawServer server = redirecting(302, "/b")) {
            assertThatExceptionOfType(UnexpectedStatusException.class)
                    .isThrownBy(() -> tasks.call("1", "{url: '%s'}", server.url("/a")))
                    .withMessageEndingWith(
                            "answered 302 Said with an empty body; redirects are not followed unless 'redirects' says how many");
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET",
        "302, POST, GET",
        "303, POST, GET",
        "303, PUT, GET",
        "307, POST, POST",
        "308, PUT, PUT",
        "302, PUT, PUT",
    })
    void aRedirectKeepsOrDropsMethodAndBody(int status, String method, String then) throws Exception {
        try (RawServer server = redirecting(status, "../b?x=1#y")) {
            assertThat(tasks.call(
                            "'v'", "{url: '%s', method: '%s', body: '.', redirects: 1}", server.url("/a"), method))
                    .isEqualTo(TestTasks.json("'there'"));

            RawServer.Request last = server.requests.getLast();
            assertThat(last.resource()).isEqualTo("/b?x=1");
            assertThat(last.method()).isEqualTo(then);
            assertThat(last.text()).isEqualTo(then.equals("GET") ? "" : "\"v\"");
        }
    }

    @Test
    void aLoopEnds() throws Exception {
        try (RawServer server = redirecting(302, "/a")) {
            assertThatExceptionOfType(UnexpectedStatusException.class)
                    .isThrownBy(() -> tasks.call("1", "{url: '%s', redirects: 5}", server.url("/a")))
                    .withMessageEndingWith("; that would be redirect 6, and 'redirects' is 5");
            assertThat(server.requests).hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data, 'GET http://169.254.169.254/latest/meta-data: antflow.http.allow does not list ''169.254.169.254:80'''",
        "http://10.0.0.1/, 'GET http://10.0.0.1/: antflow.http.allow does not list ''10.0.0.1:80'''",
        "ftp://127.0.0.1/, can't be followed: a URL begins with https:// or http://",
        "http://user:pw@127.0.0.1/, can't be followed: a URL holds no user or password",
    })
    void everyHopIsChecked(String location, String message) throws Exception {
        try (RawServer server = redirecting(302, location)) {
            assertThatExceptionOfType(OutboundRefusedException.class)
                    .isThrownBy(() -> tasks.call("1", "{url: '%s', redirects: 5}", server.url("/a")))
                    .withMessageContaining(message);
        }
    }

    @Test
    void anotherOriginGetsNoHeadersThatTellWhoAsks() throws Exception {
        try (RawServer other = new RawServer((request, reply) -> reply.json("1"));
                RawServer server = redirecting(307, other.url("/b"))) {
            tasks.credentials = CredentialsTest.bearer("crm", "t0ken", "http://127.0.0.1:" + server.port());
            tasks.call(
                    "1",
                    "{url: '%s', method: 'POST', body: '.', auth: 'crm', headers: {'X-Tenant': 'blue'}, redirects: 1}",
                    server.url("/a"));

            assertThat(server.requests.getFirst().headers())
                    .containsEntry("authorization", "Bearer t0ken")
                    .containsEntry("x-tenant", "blue");
            assertThat(other.requests.getFirst().headers())
                    .doesNotContainKeys("authorization", "x-tenant")
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void theSameOriginGetsThemAgain() throws Exception {
        try (RawServer server = redirecting(302, "/b")) {
            tasks.credentials = CredentialsTest.bearer("crm", "t0ken", "http://127.0.0.1:" + server.port());
            tasks.call("1", "{url: '%s', auth: 'crm', headers: {'X-Tenant': 'blue'}, redirects: 1}", server.url("/a"));

            assertThat(server.requests.getLast().headers())
                    .containsEntry("authorization", "Bearer t0ken")
                    .containsEntry("x-tenant", "blue");
        }
    }

    @Test
    void whoWasSentAwayAndComesBackHasNoCredentialsAnyMore() throws Exception {
        RawServer[] first = new RawServer[1];
        try (RawServer other =
                        new RawServer((request, reply) -> reply.send(302, "", "", "Location: " + first[0].url("/b")));
                RawServer server = redirecting(302, other.url("/x"))) {
            first[0] = server;
            tasks.credentials = CredentialsTest.bearer("crm", "t0ken", "http://127.0.0.1:" + server.port());
            tasks.call("1", "{url: '%s', auth: 'crm', redirects: 2}", server.url("/a"));

            assertThat(server.requests.getLast().headers()).doesNotContainKey("authorization");
        }
    }
}
