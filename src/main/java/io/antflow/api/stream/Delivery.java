package io.antflow.api.stream;

import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Pass;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream on its way: takes a piece from the publisher, hands it to the connection, and asks for the next when
 * the connection has taken it. So there is never more than one piece, and perhaps a heartbeat, under way to a client,
 * however slow it is.
 */
/*
 * No lock is held while the connection is called: it has locks of its own and calls back with them held. So a piece may
 * come after the stream is over; then the connection refuses it, and nobody minds.
 */
final class Delivery implements Flow.Subscriber<Piece> {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final byte[] NOTHING = {};

    private final StreamKind kind;
    private final Framing framing;
    private final Connection connection;
    private final StreamCounts counts;
    private final Pass pass;
    private final Consumer<Delivery> whenOver;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long quietSince = System.nanoTime();
    private volatile Flow.@Nullable Subscription subscription;

    /** @param whenOver called once, however it ends */
    Delivery(
            StreamKind kind,
            Framing framing,
            Connection connection,
            StreamCounts counts,
            Pass pass,
            Consumer<Delivery> whenOver) {
        this.kind = kind;
        this.framing = framing;
        this.connection = connection;
        this.counts = counts;
        this.pass = pass;
        this.whenOver = whenOver;
    }

    /** Sends the head at once, and then what the publisher has to say. */
    void start(Flow.Publisher<Piece> pieces) {
        pieces.subscribe(this); // first, so that the publisher hears of it should the client be gone already
        write(framing.opening(), this::requestOne);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (over.get()) {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(Piece piece) {
        write(piece.bytes(), () -> {
            counts.sent(kind, piece.events());
            requestOne();
        });
    }

    @Override
    public void onComplete() {
        end(Connection.End.COMPLETE, NOTHING);
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "A stream of %s failed", kind);
        end(Connection.End.FAILURE, framing.piece(StreamEvent.failure()).bytes());
    }

    /** Ends the stream if the client may have it no longer; else shows that it is alive, if it has been silent since then. */
    void lookAfter(long nanoTime) {
        if (!pass.valid()) {
            sayBye(Connection.End.NO_ACCESS);
            return;
        }
        connection.lookAfterClient(nanoTime);
        if (framing.heartbeat().length > 0 && underWay.get() == 0 && quietSince - nanoTime <= 0) {
            write(framing.heartbeat(), () -> {});
        }
    }

    /** Ends the stream, because the service shuts down. */
    void sayBye() {
        sayBye(Connection.End.SHUTDOWN);
    }

    private void sayBye(Connection.End why) {
        if (!over.get()) {
            end(why, framing.piece(StreamEvent.bye()).bytes());
        }
        cancelSubscription();
    }

    /** The client is gone. */
    void disconnected() {
        if (over.compareAndSet(false, true)) {
            whenOver.accept(this);
        }
        cancelSubscription();
    }

    private void end(Connection.End why, byte[] last) {
        if (over.compareAndSet(false, true)) {
            try {
                connection.end(why, last);
            } catch (IllegalStateException e) {
                LOG.debugf(e, "The client of a stream of %s was gone before its end", kind);
            } finally {
                whenOver.accept(this);
            }
        }
    }

    private void write(byte[] bytes, Runnable whenTaken) {
        if (over.get()) {
            return;
        }
        underWay.incrementAndGet();
        try {
            connection.write(bytes).whenComplete((nothing, failure) -> {
                underWay.decrementAndGet();
                quietSince = System.nanoTime();
                if (failure == null) {
                    whenTaken.run();
                } else {
                    disconnected();
                }
            });
        } catch (IllegalStateException | CompletionException e) {
            underWay.decrementAndGet();
            disconnected();
        }
    }

    private void requestOne() {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.request(1);
        }
    }

    private void cancelSubscription() {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }
}
