/**
 * What front ends written for the Python library AntFlow talk to: its WebSocket messages, and the two REST calls of its
 * guide. The messages come from the same {@link io.antflow.api.stream.SnapshotHubs hubs} and by the same {@link
 * io.antflow.api.stream.OpenStreams deliveries} as the other streams do; here is what is different in a WebSocket: its
 * handshake, its messages, its pings and how it closes.
 */
@NullMarked
package io.antflow.api.socket;

import org.jspecify.annotations.NullMarked;
