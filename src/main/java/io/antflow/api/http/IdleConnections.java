package io.antflow.api.http;

import io.antflow.config.ConnectionsConfig;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that have been idle for too long. A header that comes a byte at a time is no request, so that a client
 * can't keep connections by never coming to an end.
 */
@Singleton
final class IdleConnections {

    private static final long EVERY_MILLIS = 1000;

    private final Vertx vertx;
    private final ConnectionsConfig limits;

    /** How many there were by event loop, when it was last looked at. */
    private final Map<EventExecutor, Integer> counts = new ConcurrentHashMap<>();

    private long timer;

    IdleConnections(Vertx vertx, ConnectionsConfig limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY_MILLIS, now -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        long patience = (all > limits.max() / 2 ? limits.idleWhenCrowded() : limits.idle()).toNanos();
        for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> counts.put(loop, closeIdle(loop, patience)));
            }
        }
    }

    /** On that event loop; how many connections of clients it has. */
    private static int closeIdle(SingleThreadEventLoop loop, long patience) {
        long now = System.nanoTime();
        int count = 0;
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel.parent() == null) {
                continue; // listens, or is a connection of ours to somebody else
            }
            count++;
            Long idleSince = ConnectionRequests.idleSince(channel);
            if (idleSince != null && now - idleSince > patience) {
                channel.close();
            }
        }
        return count;
    }
}
