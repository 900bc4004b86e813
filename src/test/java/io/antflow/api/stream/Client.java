package io.antflow.api.stream;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that speaks HTTP by hand, byte by byte: it sees what is really sent, and need not read. */
final class Client implements Closeable {

    static final String SSE = "text/event-stream";
    static final String NDJSON = "application/x-ndjson";

    /** An event as it came; what was not there is null. */
    record Event(
            @Nullable String id,
            @Nullable String name,
            @Nullable String data,
            @Nullable String other) {

        boolean is(String wanted) {
            return wanted.equals(name);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private String head = "";
    private int chunkLeft;
    private boolean over;

    private Client(int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(30_000);
        socket.connect(new java.net.InetSocketAddress("localhost", RestAssured.port));
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Asks, and reads the head of the answer. */
    static Client get(String path, String accept, String... headers) throws IOException {
        Client client = new Client(0);
        client.send(request("GET", path, accept, headers) + "\r\n");
        client.readHead();
        return client;
    }

    /** Asks, and never reads. */
    static Client stalled(String path, String accept) throws IOException {
        Client client = new Client(4096);
        client.send(request("GET", path, accept) + "\r\n");
        return client;
    }

    /** Begins a request whose body goes out with {@link #sendChunk}. */
    static Client post(String path, String accept, String... headers) throws IOException {
        Client client = new Client(0);
        client.send(request("POST", path, accept, headers)
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        return client;
    }

    private static String request(String method, String path, String accept, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        if (!accept.isEmpty()) {
            request.append("Accept: ").append(accept).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.toString();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends so much of the body. */
    void sendChunk(String text) throws IOException {
        send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** Ends the body. */
    void sendEnd() throws IOException {
        send("0\r\n\r\n");
    }

    /** Reads the status line and the headers. */
    String readHead() throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + text);
            }
            text.append((char) next);
        }
        head = text.toString();
        return head;
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /** The header's value; null: it is not there. */
    @Nullable
    String header(String name) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                return line.substring(name.length() + 2);
            }
        }
        return null;
    }

    /** The next line of the body without its end; null: the body is complete. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(next);
        }
        if (line.size() > 0) {
            throw new IOException("the body ends within a line: " + line.toString(StandardCharsets.UTF_8));
        }
        return null;
    }

    /** All lines up to the proper end of the body. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The next event; null: the body is complete. */
    @Nullable
    Event event() throws IOException {
        String id = null;
        String name = null;
        String data = null;
        String other = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                return new Event(id, name, data, other);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = data == null ? line.substring(6) : "two lines of data";
            } else {
                other = line;
            }
        }
        return null;
    }

    /** Skips to the next event of that name. */
    Event event(String name) throws IOException {
        for (Event event = event(); event != null; event = event()) {
            if (event.is(name)) {
                return event;
            }
        }
        throw new IOException("the stream ended without " + name);
    }

    /** All events up to the proper end of the body, without comments and the like. */
    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = event(); event != null; event = event()) {
            if (event.name() != null) {
                events.add(event);
            }
        }
        return events;
    }

    /** The whole body of an answer that is not in chunks. */
    String body() throws IOException {
        String length = header("content-length");
        return new String(in.readNBytes(Integer.parseInt(String.valueOf(length))), StandardCharsets.UTF_8);
    }

    /** Whether the server closes the connection within that time. */
    boolean closedWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    private int read() throws IOException {
        if (chunkLeft == 0 && !over) {
            chunkLeft = Integer.parseInt(crlfLine(), 16);
            if (chunkLeft == 0) {
                crlfLine();
                over = true;
            }
        }
        if (over) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            throw new IOException("the connection ended within the body");
        }
        if (--chunkLeft == 0) {
            crlfLine();
        }
        return next;
    }

    private String crlfLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended within the body");
            }
            line.append((char) next);
        }
        if (in.read() != '\n') {
            throw new IOException("no line feed after a carriage return");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
