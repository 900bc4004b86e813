package io.antflow.api.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that keeps what it is told. */
final class SocketClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String END = "";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private SocketClient(String path, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create("ws://localhost:" + RestAssured.port + path), new Listener())
                .join();
    }

    /** @param headers names and values in turn */
    static SocketClient connect(String path, String... headers) {
        return new SocketClient(path, headers);
    }

    /** The status that the server refuses it with. */
    static int refusal(String path, String... headers) {
        try (SocketClient client = new SocketClient(path, headers)) {
            throw new AssertionError("the server took " + client.socket);
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    /** The next message as it came; null: the server has closed the socket. */
    @Nullable
    String text() throws InterruptedException {
        String text = messages.poll(30, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("there comes nothing");
        }
        return text.equals(END) ? null : text;
    }

    /** The next message. */
    JsonNode message() throws InterruptedException {
        String text = text();
        if (text == null) {
            throw new AssertionError("the server has closed the socket with " + closed.join());
        }
        return json(text);
    }

    /** Skips to the next message of that type. */
    JsonNode message(String type) throws InterruptedException {
        JsonNode message = message();
        while (!message.path("type").asText().equals(type)) {
            message = message();
        }
        return message;
    }

    /** All that comes until the server closes the socket. */
    List<JsonNode> rest() throws InterruptedException {
        List<JsonNode> rest = new ArrayList<>();
        for (String text = text(); text != null; text = text()) {
            rest.add(json(text));
        }
        return rest;
    }

    /** Whether nothing has come that was not asked for. */
    boolean silent() {
        return messages.isEmpty();
    }

    /** The code that the server closed the socket with; waits for it. */
    int closeCode() throws Exception {
        return closed.get(30, TimeUnit.SECONDS);
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            messages.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
            messages.add(END);
        }
    }
}
