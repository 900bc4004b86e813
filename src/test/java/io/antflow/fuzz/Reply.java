package io.antflow.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What came back.
 *
 * @param status 0: nothing came, and the connection was closed
 * @param headers by name in lower case
 * @param body without its framing; of a stream the beginning
 * @param whole whether that is all of it
 */
public record Reply(int status, Map<String, String> headers, String body, boolean whole) {

    private static final int ENOUGH = 2_000_000;

    /** How long a call may take that ends. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What may be a stream may say nothing, and what is one need not be read to its end. */
    private static final Duration FIRST_GLANCE = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(50);

    static Reply to(int port, Call call) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(call.bytes());
                } catch (IOException e) {
                    // It need not be read to the end to be refused.
                }
            });
            boolean mayStream = call.operation() != null && call.operation().mayStream();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            boolean whole = read(socket, read, mayStream);
            sender.interrupt();
            return parse(read.toString(StandardCharsets.ISO_8859_1), whole);
        }
    }

    /** Whether it came to the end. */
    private static boolean read(Socket socket, ByteArrayOutputStream read, boolean mayStream) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] some = new byte[16384];
        while (read.size() < ENOUGH) {
            Duration patience = !mayStream ? LIMIT : read.size() == 0 ? FIRST_GLANCE : GLANCE;
            socket.setSoTimeout((int) patience.toMillis());
            try {
                int count = in.read(some);
                if (count < 0) {
                    return true;
                }
                read.write(some, 0, count);
                if (mayStream && read.size() > 100_000) {
                    return false;
                }
            } catch (SocketTimeoutException e) {
                if (mayStream) {
                    return false;
                }
                throw new SocketTimeoutException("no answer, or no end of it, in " + LIMIT + ": " + read);
            } catch (SocketException e) {
                return true; // closed with something of ours unread
            }
        }
        return false;
    }

    private static Reply parse(String text, boolean whole) throws IOException {
        String rest = text;
        while (rest.startsWith("HTTP/1.1 100")) {
            rest = rest.substring(rest.indexOf("\r\n\r\n") + 4);
        }
        int end = rest.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Reply(0, Map.of(), rest, whole);
        }
        Map<String, String> headers = new TreeMap<>();
        rest.substring(0, end).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        String body = rest.substring(end + 4);
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            body = unchunked(body);
        }
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        if (headers.getOrDefault("content-encoding", "").equals("gzip") && bytes.length > 0) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        return new Reply(
                Integer.parseInt(rest.substring(9, 12)), headers, new String(bytes, StandardCharsets.UTF_8), whole);
    }

    private static String unchunked(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            if (line < 0) {
                return body.toString();
            }
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            body.append(chunks, line + 2, Math.min(chunks.length(), line + 2 + size));
            at = line + 2 + size + 2;
            if (size == 0 || at > chunks.length()) {
                return body.toString();
            }
        }
    }

    String type() {
        return headers.getOrDefault("content-type", "");
    }
}
