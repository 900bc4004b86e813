package io.antflow.api.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/**
 * Has each connection that a client opens watched from its first byte. Netty finds it as a service, where {@link
 * ServerSettings} lets it; neither Quarkus nor Vert.x has a place for this. In development and in tests of Quarkus it does not
 * find it, as classes of the application are out of its sight there.
 */
public final class NewConnections extends ChannelInitializerExtension {

    /** What Vert.x calls the encoder of HTTP/1, which comes after the decoder. */
    private static final String ENCODER = "httpEncoder";

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                ChannelPipeline pipeline = context.pipeline();
                pipeline.remove(this);
                SslHandler tls = pipeline.get(SslHandler.class);
                if (tls == null) {
                    watch(pipeline);
                } else {
                    // The protocol is agreed upon with TLS, whose handshake has a limit of its own.
                    tls.handshakeFuture()
                            .addListener(agreed -> context.executor().execute(() -> watch(pipeline)));
                }
                context.fireChannelActive();
            }
        });
    }

    private static void watch(ChannelPipeline pipeline) {
        if (pipeline.get(ENCODER) != null) {
            pipeline.addAfter(ENCODER, "antflow-requests", new ConnectionRequests(pipeline.channel()));
        }
    }
}
