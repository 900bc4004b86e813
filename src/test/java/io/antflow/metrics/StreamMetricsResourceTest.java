package io.antflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The counts of streams and the page with the metrics are the same. */
@QuarkusTest
@Timeout(60)
class StreamMetricsResourceTest {

    private final StreamCounts streams;

    StreamMetricsResourceTest(StreamCounts streams) {
        this.streams = streams;
    }

    @Test
    void streamsAreMeasuredByKind() {
        double before = Scrape.ofTheService().value("antflow_stream_events_sent_total{kind='events'}");

        streams.opened(StreamKind.EVENTS);
        streams.sent(StreamKind.EVENTS, 5);
        streams.dropped(StreamKind.EVENTS, 2);

        Scrape page = Scrape.ofTheService();
        assertThat(page.value("antflow_streams{kind='events'}")).isEqualTo(streams.open(StreamKind.EVENTS));
        assertThat(page.value("antflow_stream_events_sent_total{kind='events'}"))
                .isGreaterThanOrEqualTo(before + 5);
        assertThat(page.value("antflow_stream_events_dropped_total{kind='events'}"))
                .isGreaterThanOrEqualTo(2);
        streams.closed(StreamKind.EVENTS);
        assertThat(Arrays.stream(StreamKind.values()).map(Enum::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("SNAPSHOTS", "DASHBOARDS", "EVENTS", "RESULTS", "SOCKETS");
    }
}
