package io.antflow.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What pipelines call outside of the service, in the test's hands, whatever process the service is. Who calls the gate is held
 * until the test lets it go; what ails answers with 503 until it is healed. Its threads are none of the scheduler's that the
 * service under test has for its own, where both are one process.
 */
public final class Outside {

    private final ServerSocket server;
    private final Deque<Socket> inside = new ArrayDeque<>();
    private int permits;
    private boolean healed;

    /** Listens on a free port of loopback, as long as the tests run. */
    public Outside() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** A task, in JSON, that goes on with the same value once the gate has let it go. */
    public String gate(String name) {
        return task(name, "gate");
    }

    /** A task, in JSON, that fails until {@link #heal}, and then goes on with the same value. */
    public String ailing(String name) {
        return task(name, "ailing");
    }

    private String task(String name, String path) {
        return """
                {"task": "http", "name": "%s", "with": {"url": "http://127.0.0.1:%d/%s", "keep": ".value", "timeout_seconds": 60}}""".formatted(name, server.getLocalPort(), path);
    }

    /** Like {@link #gate(String)}, but it holds only what the jq condition is true of. */
    public String gate(String name, String condition) {
        return task(name, "{if %s then \\\"gate\\\" else \\\"open\\\" end}".formatted(condition));
    }

    /** Lets so many go, whether they are there yet or not. */
    public synchronized void release(int calls) {
        for (int i = 0; i < calls; i++) {
            Socket held = inside.poll();
            if (held == null) {
                permits++;
            } else {
                answer(held, "204 No Content");
            }
        }
    }

    /** Lets all go who are there, and then nobody any more; what ails does so again. */
    public synchronized void reset() {
        release(inside.size());
        permits = 0;
        healed = false;
    }

    /** What ails is well. */
    public synchronized void heal() {
        healed = true;
    }

    /** How many the gate holds. */
    public synchronized int inside() {
        return inside.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(caller));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on reading while a caller is held, so that one that hangs up is no longer inside. */
    private void serve(Socket caller) {
        try (caller;
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII))) {
            String path = null;
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                if (path == null) {
                    path = line.split(" ")[1];
                } else if (line.isEmpty()) {
                    called(caller, path);
                    path = null;
                }
            }
        } catch (IOException e) {
            // it has hung up
        } finally {
            left(caller);
        }
    }

    private synchronized void called(Socket caller, String path) {
        if (path.equals("/ailing")) {
            answer(caller, healed ? "204 No Content" : "503 Service Unavailable");
        } else if (path.equals("/open")) {
            answer(caller, "204 No Content");
        } else if (permits > 0) {
            permits--;
            answer(caller, "204 No Content");
        } else {
            inside.add(caller);
        }
    }

    private synchronized void left(Socket caller) {
        inside.remove(caller);
    }

    private static void answer(Socket caller, String status) {
        try {
            String length = status.startsWith("204") ? "" : "Content-Length: 0\r\n";
            caller.getOutputStream()
                    .write(("HTTP/1.1 " + status + "\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // it has hung up
        }
    }
}
