package io.antflow.api.socket;

import io.antflow.api.stream.Connection;
import io.antflow.api.stream.Framing;
import io.antflow.api.stream.OpenStreams;
import io.antflow.api.stream.StreamEvent;
import io.antflow.runtime.StreamKind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * What all WebSockets have in common: messages go out, and what comes in is dropped unread, once it is known not to be
 * longer than it may be.
 */
/*
 * There is no @OnTextMessage on purpose. With one, Quarkus keeps messages that come faster than they are handled, however
 * many (CVE-2026-87742).
 */
abstract class StateSocket {

    private static final Logger LOG = Logger.getLogger(StateSocket.class);
    private static final CloseReason TOO_BIG = new CloseReason(1009, "the message is too long");
    private static final int TRY_AGAIN_LATER = 1013;

    private final OpenStreams streams;

    StateSocket(OpenStreams streams) {
        this.streams = streams;
    }

    /** What goes out to a client that asked for that. */
    abstract Multi<StreamEvent> messages(Handshake handshake, OpenStreams.Place place);

    @OnOpen
    @RunOnVirtualThread
    void opened(WebSocketConnection socket) {
        Handshake handshake = handshake(socket);
        SocketConnection connection = connection(socket);
        try {
            OpenStreams.Place place =
                    streams.open(handshake.quota(), handshake.pass(), StreamKind.SOCKETS, Framing.MESSAGES);
            place.deliver(messages(handshake, place).map(Framing.MESSAGES::piece), connection, () -> {});
        } catch (HttpProblem noPlace) { // others were quicker since the handshake
            connection.close(new CloseReason(TRY_AGAIN_LATER, noPlace.getTitle()));
        } catch (RuntimeException bug) { // here, as below it could not be told from what clients do wrong
            LOG.error("A WebSocket could not be opened", bug);
            connection.end(Connection.End.FAILURE, new byte[0]);
        }
    }

    @OnPingMessage
    @NonBlocking
    void pinged(Buffer ping, WebSocketConnection socket) {
        connection(socket).pinged();
    }

    @OnPongMessage
    @NonBlocking
    void answered(Buffer pong, WebSocketConnection socket) {
        connection(socket).answered(pong);
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection socket) {
        connection(socket).closed();
    }

    /** Called for what clients do wrong. */
    @OnError
    @NonBlocking
    void failed(Throwable failure, WebSocketConnection socket) {
        LOG.debugf(failure, "%s", socket);
        connection(socket).close(TOO_BIG); // nothing else goes wrong with a socket that is still open
    }

    /** Made by whoever needs it first: what a client sends, and its leaving, may come before the opening. */
    private static SocketConnection connection(WebSocketConnection socket) {
        Handshake handshake = handshake(socket);
        synchronized (handshake) {
            SocketConnection connection = socket.userData().get(SocketConnection.KEY);
            if (connection == null) {
                connection = new SocketConnection(socket, handshake.connection());
                socket.userData().put(SocketConnection.KEY, connection);
            }
            return connection;
        }
    }

    private static Handshake handshake(WebSocketConnection socket) {
        return Objects.requireNonNull(socket.userData().get(Handshake.KEY));
    }
}
