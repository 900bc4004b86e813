package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeliveryTest {

    private final StreamCounts counts = new StreamCounts();
    private final Recorder client = new Recorder();
    private final AtomicInteger over = new AtomicInteger();
    private final Source source = new Source();
    private final Delivery delivery = new Delivery(
            StreamKind.EVENTS, Framing.NDJSON, client, counts, () -> true, ended -> over.incrementAndGet());

    @Test
    void asksForOnePieceAtATime() {
        delivery.start(source);
        assertThat(source.requested).isOne();

        source.send("a", 2);
        assertThat(source.requested).isEqualTo(2);
        assertThat(client.written()).containsExactly("a");
        assertThat(counts.sent(StreamKind.EVENTS)).isEqualTo(2);
    }

    @Test
    void asksAStalledClientsSourceForNothing() {
        delivery.start(source);
        client.stall();
        source.send("a", 1);

        assertThat(source.requested).isOne();
        assertThat(counts.sent(StreamKind.EVENTS)).isZero();

        client.read();
        assertThat(source.requested).isEqualTo(2);
        assertThat(counts.sent(StreamKind.EVENTS)).isOne();
    }

    @Test
    void asksForNothingBeforeTheHeadIsTaken() {
        client.stall();
        delivery.start(source);
        assertThat(source.requested).isZero();

        client.read();
        assertThat(source.requested).isOne();
    }

    @Test
    void endsWithTheSource() {
        delivery.start(source);
        source.send("a", 1);
        source.subscriber.onComplete();

        assertThat(client.ended()).isEmpty();
        assertThat(over).hasValue(1);
    }

    @Test
    void turnsAFailureIntoALastEvent() {
        delivery.start(source);
        source.subscriber.onError(new IllegalStateException("secret"));

        assertThat(client.ended())
                .startsWith("{\"event\":\"error\"")
                .contains("\"status\":500")
                .doesNotContain("secret", "IllegalState")
                .endsWith("\n");
        assertThat(over).hasValue(1);
    }

    @Test
    void beatsOnlyInSilence() {
        delivery.start(source);
        long begin = System.nanoTime();

        delivery.lookAfter(begin - 1_000_000_000L);
        assertThat(client.written()).isEmpty();

        delivery.lookAfter(begin);
        assertThat(client.written()).containsExactly("{\"event\":\"heartbeat\"}\n");
        assertThat(source.requested).as("a heartbeat is no piece").isOne();
        assertThat(counts.sent(StreamKind.EVENTS)).isZero();
    }

    @Test
    void beatsOnceAndNotAgainWhileItIsUnderWay() {
        delivery.start(source);
        client.stall();
        delivery.lookAfter(System.nanoTime());
        delivery.lookAfter(System.nanoTime());

        assertThat(client.underWay()).isOne();
    }

    @Test
    void doesNotBeatForAClientThatHasNotTakenTheLastPiece() {
        delivery.start(source);
        client.stall();
        source.send("a", 1);
        delivery.lookAfter(System.nanoTime());

        assertThat(client.written()).containsExactly("a");
    }

    @Test
    void saysByeAndNothingAfterIt() {
        delivery.start(source);
        delivery.sayBye();
        delivery.sayBye();
        source.send("late", 1);
        source.subscriber.onComplete();

        assertThat(client.ended()).isEqualTo("{\"event\":\"bye\"}\n");
        assertThat(client.written()).isEmpty();
        assertThat(source.cancelled).isTrue();
        assertThat(over).hasValue(1);
    }

    @Test
    void saysByeToAStalledClientWithoutWaitingForIt() {
        delivery.start(source);
        client.stall();
        source.send("a", 1);
        delivery.sayBye();

        assertThat(client.ended()).isEqualTo("{\"event\":\"bye\"}\n");
        assertThat(over).hasValue(1);
    }

    @Test
    void tellsTheSourceThatTheClientIsGone() {
        delivery.start(source);
        delivery.disconnected();
        delivery.disconnected();

        assertThat(source.cancelled).isTrue();
        assertThat(client.ended()).isNull();
        assertThat(over).hasValue(1);
    }

    @Test
    void takesAFailedWriteForAClientThatIsGone() {
        delivery.start(source);
        client.stall();
        source.send("a", 1);
        client.fail();

        assertThat(source.cancelled).isTrue();
        assertThat(client.ended()).isNull();
        assertThat(over).hasValue(1);
        assertThat(counts.sent(StreamKind.EVENTS)).isZero();
    }

    @Test
    void cancelsTheSourceOfAClientThatWasGoneBeforeTheStart() {
        delivery.disconnected();
        delivery.start(source);

        assertThat(source.cancelled).isTrue();
        assertThat(client.written()).isEmpty();
    }

    /** A publisher that the test sends with. */
    private static final class Source implements Flow.Publisher<Piece>, Flow.Subscription {

        private Flow.Subscriber<? super Piece> subscriber;
        private long requested;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super Piece> newSubscriber) {
            subscriber = newSubscriber;
            newSubscriber.onSubscribe(this);
        }

        void send(String text, int events) {
            subscriber.onNext(new Piece(text.getBytes(StandardCharsets.UTF_8), events));
        }

        @Override
        public void request(long n) {
            requested += n;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
