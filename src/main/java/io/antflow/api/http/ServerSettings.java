package io.antflow.api.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * What Quarkus has no setting for. HTTP/2 goes over TLS only: without it nobody needs it here, and one connection more could
 * bring in any number of requests at once.
 */
@Singleton
final class ServerSettings implements HttpServerOptionsCustomizer, VertxOptionsCustomizer {

    /** Called before there is any connection, which is when Netty looks for extensions. */
    @Override
    public void accept(VertxOptions options) {
        System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
