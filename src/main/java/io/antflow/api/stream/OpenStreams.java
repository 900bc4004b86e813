package io.antflow.api.stream;

import io.antflow.api.caller.Caller;
import io.antflow.api.caller.Quota;
import io.antflow.api.caller.RequestLimit;
import io.antflow.api.problem.ProblemType;
import io.antflow.config.StreamsConfig;
import io.antflow.runtime.StreamCounts;
import io.antflow.runtime.StreamKind;
import io.antflow.security.Pass;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams that are open: limits their number, keeps silent ones alive, ends them when the service shuts down. */
@Singleton
public final class OpenStreams {

    private static final int RETRY_AFTER_SECONDS = 5;

    /** How often silence is looked for, in each heartbeat's time. */
    private static final int LOOKS = 10;

    private final StreamCounts counts;
    private final Supplier<Pass> pass;
    private final int max;
    private final Duration heartbeat;
    private final Supplier<Optional<Caller>> caller;

    private final AtomicInteger taken = new AtomicInteger();
    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private @Nullable Cancellable looking;

    @Inject
    OpenStreams(
            StreamsConfig config, StreamCounts counts, RequestLimit requests, CurrentIdentityAssociation identities) {
        this(config.max(), config.heartbeat(), counts, requests::caller, () -> Pass.of(identities.getIdentity()));
    }

    /**
     * @param caller whose request is being answered
     * @param pass what they were let in by
     */
    OpenStreams(
            int max, Duration heartbeat, StreamCounts counts, Supplier<Optional<Caller>> caller, Supplier<Pass> pass) {
        this.pass = pass;
        this.max = max;
        this.heartbeat = heartbeat;
        this.counts = counts;
        this.caller = caller;
    }

    /**
     * Takes a place for a stream that answers the request.
     *
     * @throws HttpProblem 429 when the caller may have no more; 503 when there is no place, or the service shuts down
     */
    Place open(StreamKind kind, Framing framing) {
        return open(caller.get().map(Caller::streams), pass.get(), kind, framing);
    }

    /**
     * Takes a place for a stream of whoever calls.
     *
     * @param quota the caller's; empty: one without limits
     * @throws HttpProblem 429 when the caller may have no more; 503 when there is no place, or the service shuts down
     */
    public Place open(Optional<Quota> quota, Pass pass, StreamKind kind, Framing framing) {
        requireNotClosing();
        quota.ifPresent(Quota::take);
        if (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            quota.ifPresent(of -> of.giveBack(1));
            throw tooMany();
        }
        counts.opened(kind);
        lookForSilence();
        return new Place(quota, pass, kind, framing);
    }

    /**
     * Says beforehand what {@link #open} would, for who can refuse a client better than later. The place may be another's by
     * then.
     *
     * @throws HttpProblem 429 when the caller may have no more; 503 when there is no place, or the service shuts down
     */
    public void requireRoom(Optional<Quota> quota) {
        requireNotClosing();
        quota.ifPresent(Quota::requireRoom);
        if (taken.get() >= max) {
            throw tooMany();
        }
    }

    private void requireNotClosing() {
        if (closing) {
            throw ProblemType.SHUTTING_DOWN
                    .with("the service shuts down; connect again when it is back")
                    .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
    }

    private HttpProblem tooMany() {
        return ProblemType.TOO_MANY_STREAMS
                .with("%d streams are open, as many as may be; close one, or try again later (antflow.streams.max)"
                        .formatted(max))
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private synchronized void lookForSilence() {
        if (looking == null) {
            looking = Multi.createFrom()
                    .ticks()
                    .every(heartbeat.dividedBy(LOOKS))
                    .onOverflow()
                    .drop()
                    .subscribe()
                    .with(tick -> keepAlive(System.nanoTime() - heartbeat.toNanos()));
        }
    }

    private void keepAlive(long silentSince) {
        deliveries.forEach(delivery -> delivery.lookAfter(silentSince));
    }

    void beforeShutdown(@Observes ShutdownDelayInitiatedEvent event) {
        close();
    }

    /** For where there is no delay, as in development mode. */
    void onShutdown(@Observes ShutdownEvent event) {
        close();
    }

    private synchronized void close() {
        closing = true;
        if (looking != null) {
            looking.cancel();
        }
        deliveries.forEach(Delivery::sayBye);
    }

    /** The place of one stream among the open ones; to be delivered or given back. */
    public final class Place {

        private final Optional<Quota> quota;
        private final Pass pass;
        private final StreamKind kind;
        private final Framing framing;
        private final AtomicBoolean givenBack = new AtomicBoolean();

        private Place(Optional<Quota> quota, Pass pass, StreamKind kind, Framing framing) {
            this.quota = quota;
            this.pass = pass;
            this.kind = kind;
            this.framing = framing;
        }

        Framing framing() {
            return framing;
        }

        /** The client will never get so many events. */
        public void dropped(long events) {
            counts.dropped(kind, events);
        }

        OutgoingStream stream(Flow.Publisher<Piece> pieces) {
            return new OutgoingStream(pieces, this);
        }

        /** Sends the pieces there until one side ends it; then the place is free again. */
        public void deliver(Flow.Publisher<Piece> pieces, Connection connection, Runnable whenOver) {
            Delivery delivery = new Delivery(kind, framing, connection, counts, pass, over -> {
                deliveries.remove(over);
                giveBack();
                whenOver.run();
            });
            connection.whenClosed(delivery::disconnected);
            deliveries.add(delivery);
            delivery.start(pieces);
            if (closing) {
                delivery.sayBye();
            }
        }

        /** Frees the place; more than once does no harm. */
        void giveBack() {
            if (givenBack.compareAndSet(false, true)) {
                taken.decrementAndGet();
                quota.ifPresent(of -> of.giveBack(1));
                counts.closed(kind);
            }
        }
    }
}
