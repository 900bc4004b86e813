package io.antflow.api.socket;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A WebSocket by hand: it need not read, nor answer a ping, and may send what no library would. */
final class RawSocket implements Closeable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** A frame as it came. */
    record Frame(int opcode, boolean last, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** A close frame's code. */
        int code() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;

    private RawSocket(int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        in = new BufferedInputStream(socket.getInputStream());
    }

    static RawSocket connect(String path) throws IOException {
        return connect(path, 0);
    }

    /** @param receiveBuffer how much the system takes for a client that does not read, in bytes */
    static RawSocket connect(String path, int receiveBuffer) throws IOException {
        RawSocket client = new RawSocket(receiveBuffer);
        client.write(handshake(path));
        client.accepted();
        return client;
    }

    /** Sends a frame along with the handshake: it is there before the service has opened the socket. */
    static RawSocket connectWith(String path, int opcode, byte[] payload) throws IOException {
        RawSocket client = new RawSocket(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(handshake(path));
        all.writeBytes(frame(opcode, true, payload));
        client.write(all.toByteArray());
        client.accepted();
        return client;
    }

    private static byte[] handshake(String path) {
        return """
                GET %s HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Extensions: permessage-deflate\r
                \r
                """.formatted(path).getBytes(StandardCharsets.US_ASCII);
    }

    private void accepted() throws IOException {
        String head = head();
        if (!head.startsWith("HTTP/1.1 101") || head.contains("deflate")) {
            throw new IOException(head);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(head.toString());
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends a frame. */
    void send(int opcode, boolean last, byte[] payload) throws IOException {
        write(frame(opcode, last, payload));
    }

    private static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream frame = head((last ? 0x80 : 0) | opcode, payload.length);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Sends the head of a frame of that length, and nothing of the rest. */
    void announce(int opcode, long length) throws IOException {
        write(head(0x80 | opcode, length).toByteArray());
    }

    /** Masked, with zeros. */
    private static ByteArrayOutputStream head(int first, long length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        if (length < 126) {
            head.write(0x80 | (int) length);
        } else if (length < 0x10000) {
            head.write(0x80 | 126);
            head.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            head.write(0x80 | 127);
            head.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        head.writeBytes(new byte[4]);
        return head;
    }

    /** The next frame; null: the connection is closed. */
    @Nullable
    Frame frame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        long length = in.read();
        if (length == 126) {
            length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = ByteBuffer.wrap(in.readNBytes(8)).getLong();
        }
        return new Frame(first & 0xf, (first & 0x80) != 0, in.readNBytes((int) length));
    }

    /** Skips to the next frame of that kind. */
    Frame frame(int opcode) throws IOException {
        for (Frame frame = frame(); frame != null; frame = frame()) {
            if (frame.opcode() == opcode) {
                return frame;
            }
        }
        throw new EOFException("no frame of kind " + opcode);
    }

    /** The next text message, put together from its frames; null: the server closes the socket. */
    @Nullable
    String message() throws IOException {
        StringBuilder message = new StringBuilder();
        for (Frame frame = frame(); frame != null && frame.opcode() != CLOSE; frame = frame()) {
            if (frame.opcode() == TEXT || frame.opcode() == CONTINUATION) {
                message.append(frame.text());
                if (frame.last()) {
                    return message.toString();
                }
            }
        }
        return null;
    }

    /** Reads to the end; false: it did not come in time. */
    boolean closedByTheServer() {
        try {
            while (in.read() >= 0) {
                // still what was under way
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** Leaves without a word, and with bytes unread: a reset. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
