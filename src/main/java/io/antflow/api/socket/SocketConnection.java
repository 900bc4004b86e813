package io.antflow.api.socket;

import io.antflow.api.stream.Connection;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a stream's connection: each write is a text message, and the end a close frame that says why. Asks the
 * client once a heartbeat whether it is there, and cuts the connection to one that no longer answers.
 */
final class SocketConnection implements Connection {

    /** Where a WebSocket keeps it. */
    static final UserData.TypedKey<SocketConnection> KEY = new UserData.TypedKey<>("antflow.connection");

    private static final Logger LOG = Logger.getLogger(SocketConnection.class);

    /** The answer to a ping may take so many heartbeats: it comes behind what is still under way to a slow client. */
    private static final int PATIENCE = 2;

    /** How long a client that is told the end may take to read it. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    /** So many pings may a client send between two looks after it: each is answered, whether the client reads or not. */
    private static final int MAX_PINGS = 100;

    private static final CloseReason COMPLETE = new CloseReason(1000, "all is told");
    private static final CloseReason SHUTDOWN = new CloseReason(1001, "the service shuts down");
    private static final CloseReason NO_ACCESS = new CloseReason(1008, "the key, token or session is no longer valid");
    private static final CloseReason FAILURE = new CloseReason(1011, "something went wrong in the service");

    private final WebSocketConnection socket;
    private final HttpConnection transport;
    private volatile Runnable whenClosed = () -> {};
    private final AtomicInteger pings = new AtomicInteger();
    private volatile long heard = System.nanoTime();
    private volatile long asked;

    /** What the client is to answer; null: nothing. */
    private volatile @Nullable Buffer question;

    /** @param transport what the WebSocket goes over */
    SocketConnection(WebSocketConnection socket, HttpConnection transport) {
        this.socket = socket;
        this.transport = transport;
    }

    @Override
    public void whenClosed(Runnable handler) {
        whenClosed = handler;
        if (socket.isClosed()) { // already, and told when nobody asked
            handler.run();
        }
    }

    @Override
    public CompletionStage<Void> write(byte[] bytes) {
        return bytes.length == 0
                ? CompletableFuture.completedStage(null)
                : socket.sendText(new String(bytes, StandardCharsets.UTF_8)).subscribeAsCompletionStage();
    }

    @Override
    public void end(End why, byte[] bytes) {
        close(
                switch (why) {
                    case COMPLETE -> COMPLETE;
                    case SHUTDOWN -> SHUTDOWN;
                    case NO_ACCESS -> NO_ACCESS;
                    case FAILURE -> FAILURE;
                });
    }

    /** Tells the client why, and cuts the connection if it does not take that. */
    void close(CloseReason reason) {
        if (socket.isClosed()) {
            return;
        }
        socket.close(reason).subscribe().with(sent -> {}, this::clientGone);
        Uni.createFrom().voidItem().onItem().delayIt().by(LINGER).subscribe().with(passed -> cut());
    }

    @Override
    public void lookAfterClient(long heartbeatAgo) {
        long now = System.nanoTime();
        pings.set(0);
        if (question != null) {
            if (now - asked > PATIENCE * (now - heartbeatAgo)) {
                LOG.debugf("No answer to a ping: %s", socket);
                cut();
            }
        } else if (heard - heartbeatAgo <= 0) {
            asked = now;
            Buffer ping = Buffer.buffer().appendLong(ThreadLocalRandom.current().nextLong());
            question = ping;
            socket.sendPing(ping).subscribe().with(sent -> {}, this::clientGone);
        }
    }

    /** The client has sent a pong; it counts as an answer if it is one to the ping, which only who reads can know. */
    void answered(Buffer pong) {
        if (pong.equals(question)) {
            heard = System.nanoTime();
            question = null;
        }
    }

    /** The client has sent a ping. */
    void pinged() {
        if (pings.incrementAndGet() > MAX_PINGS) {
            LOG.debugf("Too many pings: %s", socket);
            cut();
        }
    }

    /** The connection is closed, by whomever. */
    void closed() {
        whenClosed.run();
    }

    private void clientGone(Throwable failure) {
        LOG.debugf(failure, "The client is gone: %s", socket);
    }

    /**
     * Closes the connection without a word. The connection's own close would first wait until all that is under way is
     * taken, which of a client that does not read is never.
     */
    private void cut() {
        if (transport instanceof ConnectionBase connection) {
            connection.channel().close();
        } else {
            transport.close();
        }
    }
}
