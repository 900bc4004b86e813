package io.antflow.api.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies as they come in from clients. */
final class Bodies {

    private Bodies() {}

    static InputStream of(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One byte at a time. */
    static InputStream dripping(String text) {
        return new InputStream() {
            private final InputStream all = of(text);

            @Override
            public int read() throws IOException {
                return all.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return all.read(buffer, offset, 1);
            }
        };
    }

    /** Text, and then the client is gone. */
    static InputStream cut(String text) {
        return new InputStream() {
            private final InputStream all = of(text);

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = all.read(buffer, offset, length);
                if (read < 0) {
                    throw new IOException("connection reset");
                }
                return read;
            }
        };
    }

    /** The same text for ever. */
    static InputStream endless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private int at;

            @Override
            public int read() {
                return bytes[at++ % bytes.length];
            }
        };
    }

    /** All parts up to the end or what broke it. */
    static List<BodyPart> all(BodyParts parts) {
        List<BodyPart> all = new ArrayList<>();
        do {
            all.add(parts.next());
        } while (all.getLast() instanceof BodyPart.Element);
        return all;
    }

    static List<String> values(BodyParts parts) {
        return all(parts).stream()
                .filter(BodyPart.Element.class::isInstance)
                .map(part -> ((BodyPart.Element) part).json().toString())
                .toList();
    }

    static BodyPart.Broken broken(BodyParts parts) {
        return (BodyPart.Broken) all(parts).getLast();
    }
}
