package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.api.caller.Quota;
import io.antflow.api.caller.QuotaTest;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenStreamsTest {

    private final StreamCounts counts = new StreamCounts();
    private final OpenStreams streams = streams(2, Duration.ofHours(1));

    @Test
    void refusesOneMoreThanThereMayBe() {
        streams.open(StreamKind.EVENTS, Framing.NDJSON);
        streams.open(StreamKind.SNAPSHOTS, Framing.NDJSON);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> streams.open(StreamKind.EVENTS, Framing.NDJSON))
                    .asInstanceOf(InstanceOfAssertFactories.type(HttpProblem.class))
                    .satisfies(problem -> {
                        assertThat(problem.getStatusCode()).isEqualTo(503);
                        assertThat(problem.getHeaders()).containsKey("Retry-After");
                        assertThat(problem.getDetail()).contains("2 streams are open");
                    });
        }
        assertThat(counts.open(StreamKind.EVENTS)).isOne();
    }

    @Test
    void takesAnotherWhenOneHasEnded() {
        Recorder client = deliver(Multi.createFrom().nothing());
        Recorder other = deliver(Multi.createFrom().empty());
        assertThat(other.ended()).isEmpty();
        assertThat(other.why()).isEqualTo(Connection.End.COMPLETE);
        assertThat(counts.open(StreamKind.EVENTS)).isOne();

        OpenStreams.Place place = streams.open(StreamKind.EVENTS, Framing.NDJSON);
        place.giveBack();
        place.giveBack();
        client.leave();

        assertThat(counts.open(StreamKind.EVENTS)).isZero();
        streams.open(StreamKind.EVENTS, Framing.NDJSON);
        streams.open(StreamKind.EVENTS, Framing.NDJSON);
    }

    @Test
    void takesNothingOfACallerForAStreamThatThereIsNoPlaceFor() {
        deliver(Multi.createFrom().nothing());
        deliver(Multi.createFrom().nothing());
        Quota quota = QuotaTest.ofStreams(1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON))
                    .hasMessageContaining("2 streams are open");
        }
        quota.requireRoom();
    }

    @Test
    void givesACallersPlaceBackOnceWhoeverEndsTheStream() {
        Quota quota = QuotaTest.ofStreams(1);
        Recorder leaves = new Recorder();
        streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON)
                .deliver(Multi.createFrom().nothing(), leaves, () -> {});
        assertThatThrownBy(() -> streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON))
                .hasMessageContaining("antflow.callers.streams");
        deliver(Multi.createFrom().nothing());

        leaves.leave();
        leaves.leave();
        streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON)
                .deliver(Multi.createFrom().empty(), new Recorder(), () -> {});
        OpenStreams.Place place = streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON);
        assertThatThrownBy(() -> streams.requireRoom(Optional.of(quota)))
                .hasMessageContaining("antflow.callers.streams");
        place.giveBack();
        place.giveBack();

        streams.open(Optional.of(quota), () -> true, StreamKind.EVENTS, Framing.NDJSON);
        assertThatThrownBy(quota::requireRoom).hasMessageContaining("antflow.callers.streams");
    }

    @Test
    void saysBeforehandWhenThereIsNoRoom() {
        streams.requireRoom(Optional.empty());
        deliver(Multi.createFrom().nothing());
        Recorder client = deliver(Multi.createFrom().nothing());

        assertThatThrownBy(() -> streams.requireRoom(Optional.empty())).hasMessageContaining("2 streams are open");
        client.leave();
        streams.requireRoom(Optional.empty());
        streams.onShutdown(new ShutdownEvent());
        assertThatThrownBy(() -> streams.requireRoom(Optional.empty())).hasMessageContaining("shuts down");
    }

    @Test
    void saysByeToAllAndTakesNoMoreWhenTheServiceShutsDown() {
        List<Recorder> clients = new ArrayList<>();
        clients.add(deliver(Multi.createFrom().nothing()));
        clients.add(deliver(Multi.createFrom().nothing()));
        clients.getFirst().stall();

        streams.beforeShutdown(new ShutdownDelayInitiatedEvent());
        streams.onShutdown(new ShutdownEvent());

        assertThat(clients).extracting(Recorder::ended).containsOnly("{\"event\":\"bye\"}\n");
        assertThat(clients).extracting(Recorder::why).containsOnly(Connection.End.SHUTDOWN);
        assertThat(counts.open(StreamKind.EVENTS)).isZero();
        assertThatThrownBy(() -> streams.open(StreamKind.EVENTS, Framing.NDJSON))
                .hasMessageContaining("shuts down");
    }

    @Test
    void saysByeToOneThatIsJustAboutToBegin() {
        OpenStreams.Place place = streams.open(StreamKind.EVENTS, Framing.NDJSON);
        streams.onShutdown(new ShutdownEvent());
        Recorder client = new Recorder();

        place.deliver(Multi.createFrom().nothing(), client, () -> {});

        assertThat(client.ended()).isEqualTo("{\"event\":\"bye\"}\n");
        assertThat(counts.open(StreamKind.EVENTS)).isZero();
    }

    @Test
    void keepsSilentStreamsAlive() {
        OpenStreams lively = streams(2, Duration.ofMillis(100));
        Recorder client = new Recorder();
        lively.open(StreamKind.EVENTS, Framing.SERVER_SENT_EVENTS)
                .deliver(Multi.createFrom().nothing(), client, () -> {});

        while (client.written().size() < 3) {
            Thread.onSpinWait();
        }

        assertThat(client.written()).startsWith("retry: 3000\n\n", ": heartbeat\n\n", ": heartbeat\n\n");
        lively.onShutdown(new ShutdownEvent());
    }

    private Recorder deliver(Multi<Piece> pieces) {
        Recorder client = new Recorder();
        streams.open(StreamKind.EVENTS, Framing.NDJSON).deliver(pieces, client, () -> {});
        return client;
    }

    private OpenStreams streams(int max, Duration heartbeat) {
        return new OpenStreams(max, heartbeat, counts, Optional::empty, () -> () -> true);
    }
}
