package io.antflow.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets are refused before they are open. */
@QuarkusTest
@TestProfile(GuardedAccess.class)
@Timeout(60)
class SocketAccessResourceTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static WebSocket open(String path, String header, String value) {
        WebSocket.Builder socket = CLIENT.newWebSocketBuilder();
        if (header != null) {
            socket.header(header, value);
        }
        return socket.buildAsync(URI.create("ws://localhost:" + RestAssured.port + path), new WebSocket.Listener() {})
                .join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/pipeline", "/ws/runs/01NONE", "/ws/nothing"})
    void nobodyOpensOneWithoutAKey(String path) {
        for (String value : new String[] {null, "Bearer " + GuardedAccess.key("stranger")}) {
            assertThatThrownBy(() -> open(path, value == null ? null : "Authorization", value))
                    .isInstanceOfSatisfying(
                            CompletionException.class,
                            e -> assertThat(((WebSocketHandshakeException) e.getCause())
                                            .getResponse()
                                            .statusCode())
                                    .isEqualTo(401));
        }
    }

    @ParameterizedTest
    @CsvSource({"Authorization,Bearer ", "authorization,bearer ", "X-API-Key,"})
    void whoeverMayLookMayOpenOne(String header, String scheme) {
        String key = (scheme == null ? "" : scheme + " ") + GuardedAccess.key("viewer");

        open("/ws/pipeline", header, key).abort();
    }
}
