package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.antflow.config.HttpConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CredentialsTest {

    private static final String PREFIX = "antflow.http.credentials.crm.";

    private final TestTasks tasks = new TestTasks();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        tasks.close();
    }

    static Credentials bearer(String name, String secret, String origins) {
        return of(Map.of(
                "antflow.http.credentials." + name + ".type", "bearer",
                "antflow.http.credentials." + name + ".secret", secret,
                "antflow.http.credentials." + name + ".origins", origins));
    }

    private static Credentials of(Map<String, String> properties) {
        return Credentials.of(config(properties).credentials(), System::nanoTime);
    }

    private static HttpConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(properties)
                .withMapping(HttpConfig.class)
                .build()
                .getConfigMapping(HttpConfig.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bearer, authorization, Bearer t0ken",
        "basic, authorization, Basic YWRhOnQwa2Vu",
        "api-key, x-key, t0ken",
    })
    void aCredentialIsSentAsItsTypeSays(String type, String header, String value) throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            tasks.credentials = of(Map.of(
                    PREFIX + "type", type,
                    PREFIX + "user", "ada",
                    PREFIX + "secret", "t0ken",
                    PREFIX + "header", "X-Key",
                    PREFIX + "origins", server.url("")));
            tasks.call("1", "{url: '%s', auth: 'crm'}", server.url("/"));

            assertThat(server.requests.getFirst().headers()).containsEntry(header, value);
        }
    }

    @Test
    void theyComeFromTheEnvironmentToo() {
        Map<String, String> environment = Map.of(
                "ANTFLOW_HTTP_CREDENTIALS_CRM_TYPE", "api-key",
                "ANTFLOW_HTTP_CREDENTIALS_CRM_SECRET", "t0ken",
                "ANTFLOW_HTTP_CREDENTIALS_CRM_ORIGINS", "https://crm.example,https://*.crm.example:8443");
        HttpConfig config = new SmallRyeConfigBuilder()
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(HttpConfig.class)
                .build()
                .getConfigMapping(HttpConfig.class);

        Credential crm = Credentials.of(config.credentials(), System::nanoTime)
                .find("crm")
                .orElseThrow();
        assertThat(crm.headerName()).isEqualTo("X-API-Key");
        assertThat(crm.places()).isEqualTo("https://crm.example, https://*.crm.example:8443");
    }

    @ParameterizedTest
    @CsvSource({
        "https://crm.example, https://crm.example/x, true",
        "https://crm.example, https://CRM.example./x, true",
        "https://crm.example, http://crm.example/x, false",
        "https://crm.example, https://crm.example:8443/x, false",
        "https://crm.example, https://crm.example.evil.example/, false",
        "https://crm.example, https://api.crm.example/, false",
        "https://*.crm.example, https://api.crm.example/, true",
        "https://*.crm.example, https://crm.example/, false",
        "https://*.crm.example, https://evilcrm.example/, false",
        "http://crm.example:8080, http://crm.example:8080/, true",
    })
    void aCredentialIsBoundToItsOrigins(String origins, String url, boolean allowed) {
        Credential crm = bearer("crm", "t0ken", origins).find("crm").orElseThrow();

        assertThat(crm.mayGoTo(Target.parse(url).origin())).isEqualTo(allowed);
    }

    @Test
    void anItemCannotSendItElsewhere() throws Exception {
        tasks.credentials = bearer("crm", "t0ken", "https://crm.example");
        try (RawServer server = new RawServer((request, reply) -> reply.json("1"))) {
            assertThatExceptionOfType(OutboundRefusedException.class)
                    .isThrownBy(() -> tasks.call("'%s'".formatted(server.url("/x?y=1")), "{url: '{+.}', auth: 'crm'}"))
                    .withMessage("GET %s: the credentials 'crm' go only to https://crm.example, not to %s"
                            .formatted(server.url("/x?y=…"), server.url("")));
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"bearer, 401", "basic, 503", "bearer, 200", "basic, 200"})
    void noErrorShowsASecretThatTheServerEchoes(String type, int status) throws Exception {
        try (RawServer server = new RawServer((request, reply) -> reply.send(
                status,
                "application/json",
                "no: %s and t0ken-very-secret".formatted(request.headers().get("authorization"))))) {
            tasks.credentials = of(Map.of(
                    PREFIX + "type",
                    type,
                    PREFIX + "user",
                    "ada",
                    PREFIX + "secret",
                    "t0ken-very-secret",
                    PREFIX + "origins",
                    server.url("")));
            Throwable failure = catchThrowable(() -> tasks.call("1", "{url: '%s', auth: 'crm'}", server.url("/")));

            java.io.StringWriter trace = new java.io.StringWriter();
            failure.printStackTrace(new java.io.PrintWriter(trace));
            assertThat(failure).message().contains("no: ").contains("*** and ***\"");
            assertThat(trace.toString()).doesNotContain("t0ken").doesNotContain("YWRhOnQwa2VuLXZlcnktc2VjcmV0");
        }
    }

    @Test
    void aSecretThatStraddlesTheCutIsNotShownByHalves() {
        byte[] body = ("s3cret-".repeat(1_170) + "s3cret-s3cret").getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(Excerpt.of(body, body.length, java.util.List.of("s3cret-s3cret")))
                .doesNotContain("s3c");
    }

    @Test
    void aFileIsReadAgainWhenItHasChanged() throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, "one\n");
        AtomicLong nanos = new AtomicLong();
        Credential crm = fromFile(file, nanos);
        assertThat(crm.header()).isEqualTo("Bearer one");

        Path next = Files.writeString(folder.resolve("next"), "two");
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(crm.header()).isEqualTo("Bearer one");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(crm.header()).isEqualTo("Bearer two");

        Files.delete(file);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(crm.header()).isEqualTo("Bearer two");
    }

    private static Credential fromFile(Path file, AtomicLong nanos) {
        return Credentials.of(
                        config(Map.of(
                                        PREFIX + "type", "bearer",
                                        PREFIX + "secret-file", file.toString(),
                                        PREFIX + "origins", "https://crm.example"))
                                .credentials(),
                        nanos::get)
                .find("crm")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "type=bearer | antflow.http.credentials.crm has one of 'secret' and 'secret-file', and only one",
                "type=bearer,secret=x,secret-file=y | antflow.http.credentials.crm has one of 'secret' and 'secret-file', and only one",
                "type=basic,secret=x | antflow.http.credentials.crm.user is missing: type basic needs it",
                "type=api-key,secret=x,header=X Key | antflow.http.credentials.crm.header is no header's name",
                "type=bearer,secret=x y\u00e4 | antflow.http.credentials.crm: the secret has characters that no header may have",
                "type=bearer,secret-file=/nowhere/token | the file of antflow.http.credentials.crm.secret-file, /nowhere/token, can't be read (NoSuchFileException)",
            })
    void whatIsNotWholeIsRefusedAtTheStart(String settings, String message) {
        Map<String, String> properties = new HashMap<>(Map.of(PREFIX + "origins", "https://crm.example"));
        for (String setting : settings.split(",")) {
            properties.put(PREFIX + setting.split("=")[0].strip(), setting.split("=")[1]);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> of(properties)).withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "crm.example | a URL begins with https:// or http://",
                "https://crm.example/path | an origin ends after host and port",
                "https://* | '*' is no host",
                "https://ada@crm.example | a URL holds no user or password: 'auth' names credentials of the configuration",
            })
    void anOriginIsSchemeHostAndPort(String origin, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bearer("crm", "x", origin))
                .withMessage("antflow.http.credentials.crm.origins: '%s': %s, such as https://api.example.com"
                        .formatted(origin, message));
    }
}
