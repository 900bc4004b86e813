/**
 * What is going on, as it happens: snapshots, events and results as Server-Sent Events and as NDJSON.
 *
 * <p>A stream is an {@link io.antflow.api.stream.OutgoingStream}: a publisher of pieces that are ready to be sent, and how
 * they look. A {@link io.antflow.api.stream.Delivery} takes piece after piece from the publisher, the next when the
 * connection has taken the one before: so what a client does not read is never made. {@link
 * io.antflow.api.stream.OpenStreams} knows all of them, limits their number, keeps silent ones alive and says goodbye.
 */
@NullMarked
package io.antflow.api.stream;

import org.jspecify.annotations.NullMarked;
