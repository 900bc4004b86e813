package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.api.access.GuardedAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody opens the service to other machines without having said who may use it. */
@Timeout(300)
class StartGuardIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void anAddressThatOthersReachIsRefusedWithAWordOnHowToGoOn(String host) throws Exception {
        String log = Service.refusal(directory, "quarkus.http.host=" + host);

        assertThat(log)
                .contains("The service would listen on " + host)
                .contains("antflow.security.keys-file", "ANTFLOW_SECURITY_KEYS_FILE")
                .contains("quarkus.oidc.auth-server-url", "quarkus.http.host=localhost")
                .contains("antflow.security.anonymous=true")
                .doesNotContain("\tat ")
                .doesNotContain("Listening on");
    }

    @Test
    void everybodyMayDoEverythingWhereThatIsSaid() throws Exception {
        try (Service service =
                Service.start(directory, "quarkus.http.host=0.0.0.0", "antflow.security.anonymous=true")) {
            assertThat(service.curl("/api/runs").status()).isEqualTo(200);
            assertThat(service.log())
                    .anyMatch(line -> line.contains(" WARN ") && line.contains("antflow.security.anonymous=true"));
        }
    }

    @Test
    void withKeysItListensAnywhereAndWantsThem() throws Exception {
        Path keys = keys("ops admin " + GuardedAccess.sha256(GuardedAccess.key("admin")));

        try (Service service =
                Service.start(directory, "quarkus.http.host=0.0.0.0", "antflow.security.keys-file=" + keys)) {
            assertThat(service.curl("/api/runs").status()).isEqualTo(401);
            assertThat(service.curl("/api/runs", "-H", "X-API-Key: " + GuardedAccess.key("admin"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void keysThatAreWrongAreRefusedWithTheirLine() throws Exception {
        Path keys = keys("# mine\nops admin antflow_secret");

        String log = Service.refusal(directory, "antflow.security.keys-file=" + keys);

        assertThat(log)
                .contains("antflow.security.keys-file: %s line 2 has no SHA-256 of a key".formatted(keys))
                .doesNotContain("antflow_secret")
                .doesNotContain("\tat ");
    }

    @Test
    void keysForSomeAndEverythingForAllIsRefused() throws Exception {
        Path keys = keys("ops admin " + GuardedAccess.sha256(GuardedAccess.key("admin")));

        String log =
                Service.refusal(directory, "antflow.security.keys-file=" + keys, "antflow.security.anonymous=true");

        assertThat(log).contains("take out one or the other").doesNotContain("\tat ");
    }

    private Path keys(String text) throws Exception {
        return Files.writeString(directory.resolve("keys"), text);
    }
}
