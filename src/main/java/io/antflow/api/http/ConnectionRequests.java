package io.antflow.api.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of a connection that are not answered yet. Notes since when there have been none, and ends a connection
 * that has sent too many without waiting for answers.
 */
/*
 * Each connection has its own, between the codec of HTTP/1 and Vert.x. The server keeps requests that come before their turn in a list,
 * and walks it for each that is added: twenty thousand in one go keep an event loop busy for seconds. HTTP/2 has limits of
 * its own.
 */
final class ConnectionRequests extends ChannelDuplexHandler {

    private static final AttributeKey<Long> IDLE_SINCE = AttributeKey.valueOf("antflow.idle-since");

    /** How many may be under way. Those that send ahead at all send a few. */
    private static final int MAX_UNDER_WAY = 32;

    private int underWay;
    private boolean otherProtocol;

    /** Begins to watch; nothing has been asked yet. */
    ConnectionRequests(Channel connection) {
        connection.attr(IDLE_SINCE).set(System.nanoTime());
    }

    /** Since when the connection has had no request, by {@link System#nanoTime}; null when it has one, or is not watched. */
    static @Nullable Long idleSince(Channel connection) {
        return connection.attr(IDLE_SINCE).get();
    }

    /** As of now, it has no request. */
    static void idle(Channel connection) {
        connection.attr(IDLE_SINCE).set(System.nanoTime());
    }

    /** Idle or not is not known. */
    static void unwatched(Channel connection) {
        connection.attr(IDLE_SINCE).set(null);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            underWay++;
            unwatched(context.channel());
            if (underWay > MAX_UNDER_WAY) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        boolean interim = false;
        if (message instanceof HttpResponse answer) {
            interim = answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            otherProtocol |= answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
        if (message instanceof LastHttpContent && !interim && --underWay == 0 && !otherProtocol) {
            idle(context.channel());
        }
        context.write(message, written);
    }
}
