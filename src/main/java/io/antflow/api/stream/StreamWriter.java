package io.antflow.api.stream;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends an {@link OutgoingStream}. */
/*
 * A method that returns a Multi would leave this to Quarkus REST: that sends each event in a write of its own, encodes it
 * anew for each client, sends the head of an NDJSON answer with the first line only, ignores headers for Server-Sent
 * Events, and logs a stack trace when a client leaves during a write.
 */
@Provider
public final class StreamWriter implements ServerMessageBodyWriter<OutgoingStream> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == OutgoingStream.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == OutgoingStream.class;
    }

    @Override
    public void writeResponse(OutgoingStream stream, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        ServerHttpResponse response = context.serverResponse();
        response.setPreCommitListener(committing -> {
            ServerSerialisers.encodeResponseHeaders(committing);
            // both types are UTF-8 by definition and have no parameter that would say so
            response.setResponseHeader(
                    HttpHeaders.CONTENT_TYPE, stream.place().framing().mediaType());
        });
        response.setResponseHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setResponseHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        stream.place().deliver(stream.pieces(), new ResponseConnection(response), request::close);
    }

    @Override
    public void writeTo(
            OutgoingStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("a stream can't go through a writer interceptor");
    }

    private record ResponseConnection(ServerHttpResponse response) implements Connection {

        @Override
        public void whenClosed(Runnable handler) {
            response.addCloseHandler(handler);
        }

        @Override
        public CompletionStage<Void> write(byte[] bytes) {
            return response.write(bytes);
        }

        @Override
        public void end(End why, byte[] bytes) {
            if (bytes.length == 0) {
                response.end();
            } else {
                response.end(bytes);
            }
        }
    }
}
