package io.antflow.e2e;

import io.antflow.tasks.http.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API on loopback whose answers are good and whose manners are not. It counts what its clients do, so that a test can
 * hold them to their limits.
 */
final class MisbehavingApi implements AutoCloseable {

    private static final long WORK_MILLIS = 10;
    private static final int SLOW_PIECES = 5;
    private static final long SLOW_PIECE_MILLIS = 40;
    private static final long RETRY_AFTER_NANOS = 1_000_000_000L;

    /** An answer of JSON. */
    record Said(int status, byte[] json) {

        static Said of(int status, String json) {
            return new Said(status, json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What it is there for. */
    @FunctionalInterface
    interface Service {

        Said answer(RawServer.Request request);
    }

    /** Who meets what. */
    @FunctionalInterface
    interface Plan {

        /**
         * @param what method, path and idempotency key
         * @param before how many times that has been asked for
         */
        Fault fault(String what, int before);
    }

    /** What one method had to bear. */
    private static final class Load {

        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
    }

    private final RawServer server;
    private final Service service;
    private final Plan plan;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
    private final Map<String, Load> loads = new ConcurrentHashMap<>();
    private final Set<Fault> met = ConcurrentHashMap.newKeySet();
    private final Set<String> impatient = ConcurrentHashMap.newKeySet();

    MisbehavingApi(Service service, Plan plan) throws IOException {
        this.service = service;
        this.plan = plan;
        this.server = new RawServer(this::handle);
    }

    /** Where it is: scheme, host and port. */
    String origin() {
        return server.url("");
    }

    /** How many times that has been asked for. */
    int timesAsked(String what) {
        AtomicInteger times = asked.get(what);
        return times == null ? 0 : times.get();
    }

    /** How many requests of that method there were at the same time, at most. */
    int mostAtOnce(String method) {
        return loads.get(method).most.get();
    }

    /** When requests of that method came, in nanoseconds, in order. */
    long[] arrivals(String method) {
        return loads.get(method).arrivals.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }

    /** Which faults have really happened. */
    Set<Fault> met() {
        return EnumSet.copyOf(met);
    }

    /** What was asked for again sooner than a {@code Retry-After} had said. */
    Set<String> impatient() {
        return impatient;
    }

    private void handle(RawServer.Request request, RawServer.Reply reply) throws IOException, InterruptedException {
        long now = System.nanoTime();
        String key = request.headers().get("idempotency-key");
        String what = request.method() + " " + request.resource() + (key == null ? "" : " " + key);
        int before = asked.computeIfAbsent(what, any -> new AtomicInteger()).getAndIncrement();
        Long until = notBefore.remove(what);
        if (until != null && now < until) {
            impatient.add(what);
        }
        Load load = loads.computeIfAbsent(request.method(), any -> new Load());
        load.arrivals.add(now);
        load.most.accumulateAndGet(load.now.incrementAndGet(), Math::max);
        Fault fault = plan.fault(what, before);
        // From before the last byte on, the client may rightly ask for the next.
        Runnable done = load.now::decrementAndGet;
        Thread.sleep(WORK_MILLIS);
        if (fault == Fault.TOO_MANY) {
            notBefore.put(what, System.nanoTime() + RETRY_AFTER_NANOS);
        }
        Said said = fault.doesTheWork() ? service.answer(request) : Said.of(503, "{}");
        if (fault == Fault.CUT_JSON && said.status() >= 400) {
            fault = Fault.NONE; // a cut explanation is no fault that a client has to notice
        }
        met.add(fault);
        send(fault, said, reply, done);
    }

    private static void send(Fault fault, Said said, RawServer.Reply reply, Runnable done)
            throws IOException, InterruptedException {
        byte[] json = said.json();
        if (fault == Fault.SLOW) {
            reply.raw(head(said.status(), json.length));
            int piece = Math.ceilDiv(json.length, SLOW_PIECES);
            int sent = 0;
            while (sent + piece < json.length) {
                reply.raw(Arrays.copyOfRange(json, sent, sent + piece));
                sent += piece;
                Thread.sleep(SLOW_PIECE_MILLIS);
            }
            done.run();
            reply.raw(Arrays.copyOfRange(json, sent, json.length));
            return;
        }
        done.run();
        switch (fault) {
            case NONE, SLOW -> reply.send(said.status(), "application/json", json);
            case TOO_MANY -> reply.send(429, "text/plain", "slow down", "Retry-After: 1");
            case DOWN -> reply.send(503, "text/plain", "maintenance");
            case RESET, LOST_ANSWER -> reply.reset();
            case CUT_JSON -> reply.send(said.status(), "application/json", Arrays.copyOf(json, json.length / 2));
            case CUT_BODY -> {
                reply.raw(head(said.status(), json.length));
                reply.raw(Arrays.copyOf(json, json.length / 2));
                reply.close();
            }
        }
    }

    private static byte[] head(int status, int length) {
        return "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
