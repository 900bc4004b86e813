package io.antflow.tasks.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of plain sockets on loopback, so that a test can answer whatever it likes byte by byte: halves, nonsense,
 * resets. It speaks HTTP/1.1 with kept connections.
 */
public final class RawServer implements AutoCloseable {

    /** One request as it came. */
    public record Request(String method, String resource, Map<String, String> headers, byte[] body) {

        /** Its body. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The connection to answer on. */
    public static final class Reply {

        private final Socket socket;
        private final OutputStream out;
        private boolean open = true;

        private Reply(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        /** A whole answer. */
        public void send(int status, String contentType, String body, String... headers) throws IOException {
            send(status, contentType, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        /** A whole answer. */
        public void send(int status, String contentType, byte[] body, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
            head.append("Content-Length: ").append(body.length).append("\r\n");
            if (!contentType.isEmpty()) {
                head.append("Content-Type: ").append(contentType).append("\r\n");
            }
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            whole.writeBytes(body);
            out.write(whole.toByteArray());
            out.flush();
        }

        /** A whole answer, 200. */
        public void json(String body) throws IOException {
            send(200, "application/json", body);
        }

        /** These bytes and no others. */
        public void raw(String bytes) throws IOException {
            raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** These bytes and no others. */
        public void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Ends the connection. */
        public void close() throws IOException {
            open = false;
            socket.close();
        }

        /** Ends the connection the hard way. */
        public void reset() throws IOException {
            open = false;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client has ended the connection. */
        public void awaitClientsEnd() throws IOException {
            open = false;
            InputStream in = socket.getInputStream();
            try {
                while (in.read() >= 0) {
                    // what it still sends is of no interest
                }
            } catch (IOException e) {
                // a reset is an end, too
            }
        }
    }

    /** Answers. */
    @FunctionalInterface
    public interface Handler {

        void handle(Request request, Reply reply) throws Exception;
    }

    private final ServerSocket listening;
    private final Handler handler;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);

    public RawServer(Handler handler) throws IOException {
        this(handler, InetAddress.getByName("127.0.0.1"));
    }

    RawServer(Handler handler, InetAddress address) throws IOException {
        this.handler = handler;
        this.listening = new ServerSocket(0, 1_000, address);
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** The address of what is at that path. */
    public String url(String resource) {
        return "http://127.0.0.1:" + port() + resource;
    }

    /** How many connections it has had. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Reply reply = new Reply(socket);
            Request request = read(in);
            while (request != null && reply.open) {
                requests.add(request);
                handler.handle(request, reply);
                request = reply.open ? read(in) : null;
            }
        } catch (Exception e) {
            // a client that leaves, or a test that ends
        } finally {
            sockets.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null || first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        String[] parts = first.split(" ");
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        closed.countDown();
    }
}
