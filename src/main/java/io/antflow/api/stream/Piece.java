package io.antflow.api.stream;

/** A stretch of a stream, ready to be sent: some events, each of them whole. Immutable: nobody changes the bytes. */
public final class Piece {

    private final byte[] bytes;
    private final int events;

    /** @param events how many of them count as sent: not start, gap and finish */
    Piece(byte[] bytes, int events) {
        this.bytes = bytes;
        this.events = events;
    }

    byte[] bytes() {
        return bytes;
    }

    int events() {
        return events;
    }
}
