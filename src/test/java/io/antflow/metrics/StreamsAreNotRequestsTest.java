package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.spi.observability.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsAreNotRequestsTest {

    private final StreamsAreNotRequests filter = new StreamsAreNotRequests();

    /** A response that has ended. */
    private record Ended(String contentType, String... more)
            implements HttpServerMetricsTagsContributor.Context, HttpResponse {
        @Override
        public HttpServerRequest request() {
            throw new UnsupportedOperationException();
        }

        @Override
        public HttpResponse response() {
            return this;
        }

        @Override
        public <T> T requestContextLocalData(Object key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public MultiMap headers() {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap();
            for (String header : more) {
                headers.add(header, "no");
            }
            return contentType.isEmpty() ? headers : headers.add("content-type", contentType);
        }
    }

    private MeterFilterReply reply(String meter, String uri, String status, Tags more) {
        return filter.accept(
                new Meter.Id(meter, Tags.of("uri", uri, "status", status).and(more), null, null, Meter.Type.TIMER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/event-stream", "text/event-stream;charset=UTF-8", "application/x-ndjson;charset=UTF-8"})
    void whatWasAnsweredAsAStreamIsNotTimed(String type) {
        Tags tags = filter.contribute(new Ended(type));

        assertThat(reply("http.server.requests", "/api/pipelines/{pipeline}/runs", "200", tags))
                .isEqualTo(MeterFilterReply.DENY);
    }

    @Test
    void whatIsNotToBeBufferedIsAStreamWhateverItsType() {
        Tags tags = filter.contribute(new Ended("text/plain;charset=UTF-8", "X-Accel-Buffering"));

        assertThat(reply("http.server.requests", "/api/dashboard", "200", tags)).isEqualTo(MeterFilterReply.DENY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/problem+json", "text/plain;charset=UTF-8", ""})
    void anyOtherAnswerIsTimedAndNotMarked(String type) {
        Tags tags = filter.contribute(new Ended(type));

        assertThat(tags).isEmpty();
        assertThat(reply("http.server.requests", "/api/runs/{run}/results", "200", tags))
                .isEqualTo(MeterFilterReply.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/snapshots",
                "/api/dashboard",
                "/api/runs/{run}/snapshots",
                "/api/runs/{run}/events",
                "/api/runs/{run}/results",
                "/api/runs/{run}/dashboard",
                "/api/pipelines/{pipeline}/runs"
            })
    void aStreamThatItsClientLeftIsNotAnError(String uri) {
        assertThat(reply("http.server.requests", uri, "RESET", Tags.empty())).isEqualTo(MeterFilterReply.DENY);
    }

    @ParameterizedTest
    @CsvSource({"/api/runs/{run}/snapshot,RESET", "/api/runs/{run}/items,RESET", "/api/runs/{run}/events,404"})
    void whatIsNoStreamIsTimed(String uri, String status) {
        assertThat(reply("http.server.requests", uri, status, Tags.empty())).isEqualTo(MeterFilterReply.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"antflow.streams", "http.client.requests"})
    void otherMetersAreNoneOfItsBusiness(String meter) {
        assertThat(reply(meter, "/api/snapshots", "RESET", Tags.of("stream", "true")))
                .isEqualTo(MeterFilterReply.NEUTRAL);
    }
}
