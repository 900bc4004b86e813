package io.antflow.api.intake;

import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body, counted. It tells apart what parsers can't: that there is too much of it, and that the client is gone,
 * from bytes that are no JSON.
 */
final class BodyStream extends InputStream {

    private final InputStream body;
    private final long limit;
    private long count;
    private long allowance;

    /** @param limit how many bytes there may be */
    BodyStream(InputStream body, long limit) {
        this.body = body;
        this.limit = limit;
        this.allowance = limit;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    /** What is asked for past that many bytes from the beginning is too large, until said otherwise. */
    void allowUpTo(long bytes) {
        allowance = Math.min(bytes, limit);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = body.read(buffer, offset, length);
        } catch (IOException e) {
            throw new IncompleteException(e);
        }
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw new TooLargeException("the body is longer than %,d bytes".formatted(limit));
            }
            if (count > allowance) {
                throw new TooLargeException("the item is too long");
            }
        }
        return read;
    }

    /* close() does nothing: the server's stream would first wait for the rest of the body, which may never end. */

    /** There is more than allowed. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /** The rest does not come. */
    static final class IncompleteException extends IOException {
        private static final long serialVersionUID = 1L;

        IncompleteException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
