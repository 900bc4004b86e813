package io.antflow.api.stream;

import org.jspecify.annotations.Nullable;

/** Where a stream comes from, piece by piece. Asked by one thread. */
@FunctionalInterface
interface PieceSource {

    /**
     * Waits for what comes next.
     *
     * @return null: the end
     * @throws InterruptedException the client is gone
     */
    @Nullable
    Piece next() throws InterruptedException;
}
