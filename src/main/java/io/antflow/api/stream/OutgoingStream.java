package io.antflow.api.stream;

import java.util.concurrent.Flow;

/**
 * An answer that is a stream; {@link StreamWriter} sends it.
 *
 * @param pieces what is sent; subscribed to once
 * @param place the stream's place among the open ones
 */
public record OutgoingStream(Flow.Publisher<Piece> pieces, OpenStreams.Place place) {}
