package io.antflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamCountsTest {

    private final StreamCounts counts = new StreamCounts();

    @Test
    void countsEachKindForItself() {
        counts.opened(StreamKind.SNAPSHOTS);
        counts.opened(StreamKind.EVENTS);
        counts.opened(StreamKind.EVENTS);
        counts.closed(StreamKind.EVENTS);
        counts.sent(StreamKind.EVENTS, 40);
        counts.sent(StreamKind.EVENTS, 2);
        counts.dropped(StreamKind.SNAPSHOTS, 7);

        assertThat(counts.open(StreamKind.SNAPSHOTS)).isOne();
        assertThat(counts.open(StreamKind.EVENTS)).isOne();
        assertThat(counts.open(StreamKind.RESULTS)).isZero();
        assertThat(counts.sent(StreamKind.EVENTS)).isEqualTo(42);
        assertThat(counts.sent(StreamKind.SNAPSHOTS)).isZero();
        assertThat(counts.dropped(StreamKind.SNAPSHOTS)).isEqualTo(7);
    }
}
