package io.antflow.api.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection on which anything can be sent, and which need not read. */
public final class RawHttp implements Closeable {

    private final Socket socket = new Socket();
    private final InputStream in;

    /** @param port of this machine */
    public RawHttp(int port) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(120_000);
        socket.connect(new InetSocketAddress("localhost", port));
        in = socket.getInputStream();
    }

    /** Sends and gets what the server says until it closes the connection. */
    public static String lastWords(int port, String request) throws IOException {
        try (RawHttp connection = new RawHttp(port)) {
            connection.send(request);
            return connection.rest();
        }
    }

    /** Sends characters of ISO 8859-1, each as a byte. */
    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads until that has come. */
    public String until(String end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String said = "";
        while (!said.endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + said);
            }
            read.write(next);
            said = read.toString(StandardCharsets.UTF_8);
        }
        return said;
    }

    /** All that comes until the server closes the connection. */
    public String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        try {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                all.write(some, 0, read);
            }
        } catch (SocketException e) {
            // closed with something unread
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
