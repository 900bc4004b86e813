package io.antflow.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers its first connection with the first of its acts, the second with the second, and so on, and keeps
 * what it was asked. Where its acts end, so does it: connections are refused.
 */
final class Script implements AutoCloseable {

    static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    /** What happens on one connection, after its request was read and before it is closed. */
    interface Act {
        void play(OutputStream out) throws Exception;

        /** Like this one, and then nothing until the client goes away. */
        default Act thenSilence() {
            return new Act() {
                @Override
                public void play(OutputStream out) throws Exception {
                    Act.this.play(out);
                }

                @Override
                public boolean waitsForTheClientToLeave() {
                    return true;
                }
            };
        }

        default boolean waitsForTheClientToLeave() {
            return false;
        }
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final Thread stage;

    Script(Act... acts) throws IOException {
        stage = new Thread(() -> play(List.of(acts)), "script");
        stage.start();
    }

    /** Answers with these bytes in one piece. */
    static Act text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getLocalPort() + "/api/runs/r/events");
    }

    /** The heads of the requests that came, line by line. */
    List<List<String>> requests() {
        return requests;
    }

    private void play(List<Act> acts) {
        try (server) {
            for (Act act : acts) {
                try (Socket socket = server.accept()) {
                    socket.setTcpNoDelay(true);
                    requests.add(head(socket));
                    act.play(socket.getOutputStream());
                    if (act.waitsForTheClientToLeave()) {
                        socket.getInputStream().read();
                    }
                } catch (Exception e) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> head(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        return reader.lines().takeWhile(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        stage.interrupt();
        stage.join();
    }
}
