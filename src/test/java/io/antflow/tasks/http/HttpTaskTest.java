package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, and what is made of the answer. */
@Timeout(30)
class HttpTaskTest {

    private final TestTasks tasks = new TestTasks();

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    @Test
    void theBodyOfTheAnswerIsTheValue() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("{\"name\": \"Ada\"}"))) {
            assertThat(tasks.call("{id: 7}", "{url: '%s'}", server.url("/users/{id}")))
                    .isEqualTo(TestTasks.json("{name: 'Ada'}"));
            assertThat(server.requests).singleElement().satisfies(request -> {
                assertThat(request.method()).isEqualTo("GET");
                assertThat(request.resource()).isEqualTo("/users/7");
                assertThat(request.headers())
                        .containsEntry("host", "127.0.0.1:" + server.port())
                        .containsEntry("user-agent", "AntFlow")
                        .containsEntry("accept", "application/json, */*;q=0.9")
                        .doesNotContainKey("content-length");
            });
        }
    }

    @Test
    void keepSeesTheAnswerAndTheItem() throws Exception {
        try (RawServer server = new RawServer((request, reply) ->
                reply.send(201, "application/json", "{\"id\": 5}", "Location: /users/5", "X-A: 1", "x-a: 2"))) {
            assertThat(tasks.call(
                            "{name: 'Ada'}",
                            "{method: 'POST', url: '%s', body: '.', keep: '{status, at: .headers.location, a: .headers[\"x-a\"], id: .body.id, name: .value.name}'}",
                            server.url("/users")))
                    .isEqualTo(TestTasks.json("{status: 201, at: '/users/5', a: '1, 2', id: 5, name: 'Ada'}"));
        }
    }

    @Test
    void numbersStayAsTheyAreWritten() throws Exception {
        String numbers = "[1.10,0.12345678901234567890123456789,12345678901234567890]";
        try (RawServer server = new RawServer((request, reply) -> reply.json(numbers))) {
            assertThat(tasks.call("1", "{url: '%s'}", server.url("/"))).hasToString(numbers);
        }
    }

    @Test
    void everythingIsFilledFromTheItem() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("null"))) {
            tasks.call(
                    "{id: 'a/b ü', tags: ['x', 'y&z'], none: null, n: 3, deep: {er: 'k'}, ok: true}",
                    """
                    {method: 'PUT', url: '%s',
                     query: {tag: '{tags}', none: '{none}', n: '{n}', both: '{n}-{ok}', fixed: 1, list: ['p', '{n}']},
                     headers: {'X-Deep': '{deep.er}', 'X-Len': 'n={.tags | length}', 'X-None': '{none}'},
                     body: '{n: (.n + 1), tags}'}""",
                    server.url("/{id}/{deep.er}?q={.id}"));

            RawServer.Request request = server.requests.getFirst();
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.resource())
                    .isEqualTo(
                            "/a%2Fb%20%C3%BC/k?q=a%2Fb%20%C3%BC&tag=x&tag=y%26z&n=3&both=3-true&fixed=1&list=p&list=3");
            assertThat(request.headers())
                    .containsEntry("x-deep", "k")
                    .containsEntry("x-len", "n=2")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("x-none");
            assertThat(TestTasks.json(request.text())).isEqualTo(TestTasks.json("{n: 4, tags: ['x', 'y&z']}"));
        }
    }

    @Test
    void aWholeUrlOfTheItemKeepsItsShape() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            tasks.call("{url: '%s'}".formatted(server.url("/f/a%20b c?sig=x%2F/y#part")), "{url: '{+url}'}");

            assertThat(server.requests.getFirst().resource()).isEqualTo("/f/a%20b%20c?sig=x%2F/y");
        }
    }

    @ParameterizedTest
    @CsvSource({"http://bücher.example:%d/{id}", "{+at}/{id}"})
    void aHostMayBeNamedInAnyLetters(String url) throws Exception {
        tasks.lookup = host -> new java.net.InetAddress[] {java.net.InetAddress.getLoopbackAddress()};
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            String at = "http://bücher.example:" + server.port();
            tasks.call("{id: 'ü', at: '%s'}".formatted(at), "{url: '%s'}".formatted(url), server.port());

            assertThat(server.requests.getFirst().headers())
                    .containsEntry("host", "xn--bcher-kva.example:" + server.port());
            assertThat(server.requests.getFirst().resource()).isEqualTo("/%C3%BC");
        }
    }

    @Test
    void aBodyIsWrittenAsItsContentTypeSays() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            String form =
                    "{method: 'POST', url: '%s', headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: '.'}";
            tasks.call("{a: 'x y', b: [1, 2], c: null}", form, server.url("/form"));
            String lines =
                    "{method: 'POST', url: '%s', headers: {'content-type': 'application/x-ndjson'}, body: 'map(tojson) | join(\"\\\\n\")'}";
            tasks.call("[{a: 1}, {a: 2}]", lines, server.url("/lines"));
            tasks.call("'none'", "{method: 'POST', url: '%s'}", server.url("/empty"));

            assertThat(server.requests)
                    .extracting(RawServer.Request::text)
                    .containsExactly("a=x%20y&b=1&b=2", "{\"a\":1}\n{\"a\":2}", "");
            assertThat(server.requests.getLast().headers()).containsEntry("content-length", "0");
        }
    }

    @Test
    void aBodyIsReadAsItsMediaTypeSays() throws Exception {
        List<String> types = List.of(
                "application/problem+json",
                "application/x-ndjson",
                "text/csv; charset=ISO-8859-1",
                "application/zip",
                "");
        byte[] body = {'[', '"', (byte) 0xE9, '"', ']'};
        byte[] utf8 = "[\"é\"]".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (RawServer server = new RawServer((request, reply) -> {
            String type = types.get(Integer.parseInt(request.resource().substring(1)));
            reply.send(200, type, type.startsWith("text/csv") ? body : utf8);
        })) {
            String with = "{url: '" + server.url("/{.}") + "'}";
            assertThat(tasks.call("0", with)).isEqualTo(TestTasks.json("['é']"));
            assertThat(tasks.call("1", with)).isEqualTo(TestTasks.json("[['é']]"));
            assertThat(tasks.call("2", with)).isEqualTo(TestTasks.json("'[\"é\"]'"));
            assertThat(tasks.call("3", with)).isEqualTo(TestTasks.json("'WyLDqSJd'"));
            assertThat(tasks.call("4", with)).isEqualTo(TestTasks.json("'[\"é\"]'"));
            assertThat(tasks.call("0", "{url: '%s', response_format: 'text'}", server.url("/0")))
                    .isEqualTo(TestTasks.json("'[\"é\"]'"));
        }
    }

    @Test
    void anAnswerWithoutBodyIsNull() throws Exception {
        try (RawServer server = new RawServer(
                (request, reply) -> reply.raw("HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\n\r\n"))) {
            assertThat(tasks.call("1", "{method: 'DELETE', url: '%s'}", server.url("/"))
                            .isNull())
                    .isTrue();
            assertThat(tasks.call("1", "{method: 'DELETE', url: '%s', keep: '.value'}", server.url("/")))
                    .isEqualTo(TestTasks.json("1"));
        }
    }

    @Test
    void theHeadOfALargeAnswerIsTakenWhateverItsLength() throws Exception {
        try (RawServer server =
                new RawServer((request, reply) -> reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n"))) {
            assertThat(tasks.call(
                            "1", "{method: 'HEAD', url: '%s', keep: '.headers[\"content-length\"]'}", server.url("/")))
                    .isEqualTo(TestTasks.json("'999999999'"));
        }
    }

    @Test
    void aCompressedAnswerIsUnpacked() throws Exception {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write("{\"a\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        try (RawServer server = new RawServer((request, reply) ->
                reply.send(200, "application/json", packed.toByteArray(), "Content-Encoding: gzip"))) {
            assertThat(tasks.call("1", "{url: '%s'}", server.url("/"))).isEqualTo(TestTasks.json("{a: 1}"));
            assertThat(server.requests.getFirst().headers().get("accept-encoding"))
                    .contains("gzip");
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            var task = tasks.http("{url: '%s'}", server.url("/"));
            for (int i = 0; i < 20; i++) {
                task.run(TestTasks.json("1"), new Context());
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void anIpv6AddressIsAHost() throws Exception {
        try (RawServer server =
                new RawServer((request, reply) -> reply.json("1"), java.net.InetAddress.getByName("::1"))) {
            tasks.call("1", "{url: 'http://[::1]:%d/'}", server.port());

            assertThat(server.requests.getFirst().headers()).containsEntry("host", "[::1]:" + server.port());
        }
    }
}
