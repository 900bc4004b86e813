package io.antflow.api.socket;

import io.antflow.api.stream.OpenStreams;
import io.antflow.api.stream.StreamEvent;
import io.antflow.security.Role;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;

/** The state of the newest run, whichever that is; silent before there is one. */
@RolesAllowed(Role.VIEWS)
@WebSocket(path = "/ws/pipeline")
final class PipelineSocket extends StateSocket {

    private final Messages messages;

    PipelineSocket(OpenStreams streams, Messages messages) {
        super(streams);
        this.messages = messages;
    }

    @Override
    Multi<StreamEvent> messages(Handshake handshake, OpenStreams.Place place) {
        return messages.ofTheNewestRun(handshake.interval(), place::dropped);
    }
}
