package io.antflow.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections, none of which waits for anything. */
final class Crowd implements AutoCloseable {

    private final int port;
    private final List<SocketChannel> connections = new ArrayList<>();

    Crowd(int port) {
        this.port = port;
    }

    /** So many more connections. */
    void grow(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel connection = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            connection.configureBlocking(false);
            connections.add(connection);
        }
    }

    /** Sends as much of it on each connection as goes without waiting. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (SocketChannel connection : connections) {
            try {
                connection.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                // The service has closed it, as it may.
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
