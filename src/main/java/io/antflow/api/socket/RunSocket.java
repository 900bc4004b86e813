package io.antflow.api.socket;

import io.antflow.api.stream.OpenStreams;
import io.antflow.api.stream.StreamEvent;
import io.antflow.security.Role;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import java.util.Objects;

/** The state of one run, from {@code start} to {@code finish}. */
@RolesAllowed(Role.VIEWS)
@WebSocket(path = "/ws/runs/{run}")
final class RunSocket extends StateSocket {

    private final Messages messages;

    RunSocket(OpenStreams streams, Messages messages) {
        super(streams);
        this.messages = messages;
    }

    @Override
    Multi<StreamEvent> messages(Handshake handshake, OpenStreams.Place place) {
        return messages.of(Objects.requireNonNull(handshake.run()), handshake.interval(), place::dropped);
    }
}
