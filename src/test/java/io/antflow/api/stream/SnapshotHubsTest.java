package io.antflow.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotHubsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BroadcastProcessor<Long> clock = BroadcastProcessor.create();
    private final AtomicInteger hubsTicking = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thing thing = new Thing("thing");
    private final SnapshotHubs hubs = new SnapshotHubs(interval -> clock.onSubscription()
            .invoke(hubsTicking::incrementAndGet)
            .onTermination()
            .invoke(hubsTicking::decrementAndGet));

    @AfterEach
    void end() {
        thing.end();
    }

    @Test
    void takesOneSnapshotATickForAllFollowers() {
        List<AssertSubscriber<StreamEvent>> followers = IntStream.range(0, 100)
                .mapToObj(i -> follow(thing, SECOND, Long.MAX_VALUE))
                .toList();

        tick(3);

        assertThat(thing.snapshots).hasValue(3);
        assertThat(hubsTicking).hasValue(1);
        assertThat(followers).allSatisfy(follower -> assertThat(texts(follower)).containsExactly("1", "2", "3"));
        assertThat(followers.getFirst().getItems().getFirst())
                .as("the very same")
                .isSameAs(followers.getLast().getItems().getFirst());
    }

    @Test
    void hasAHubForEachSubjectAndInterval() {
        Thing other = new Thing("other");
        follow(thing, SECOND, 1);
        follow(thing, SECOND.dividedBy(2), 1);
        follow(other, SECOND, 1);
        follow(other, SECOND, 1);

        assertThat(hubs.size()).isEqualTo(3);
        assertThat(hubsTicking).hasValue(3);
        other.end();
    }

    @Test
    void givesAFollowerWhoIsTooSlowTheNewestAndTellsWhatHeMissed() {
        AssertSubscriber<StreamEvent> slow = follow(thing, SECOND, 1);

        tick(10);
        assertThat(texts(slow)).containsExactly("1");

        slow.request(1);
        assertThat(texts(slow)).containsExactly("1", "10");
        assertThat(dropped).hasValue(8);

        slow.request(1);
        tick(1);
        assertThat(texts(slow)).containsExactly("1", "10", "11");
        assertThat(dropped).hasValue(8);
    }

    @Test
    void letsAFollowerWhoNeverReadsHoldUpNobody() {
        AssertSubscriber<StreamEvent> stalled = follow(thing, SECOND, 1);
        AssertSubscriber<StreamEvent> quick = follow(thing, SECOND, Long.MAX_VALUE);

        tick(10_000);

        assertThat(quick.getItems()).hasSize(10_000);
        assertThat(thing.snapshots).hasValue(10_000);
        stalled.request(Long.MAX_VALUE);
        assertThat(texts(stalled)).as("all that was kept for it").containsExactly("1", "10000");
    }

    @Test
    void goesWithItsLastFollower() {
        AssertSubscriber<StreamEvent> first = follow(thing, SECOND, 1);
        AssertSubscriber<StreamEvent> second = follow(thing, SECOND, 1);

        first.cancel();
        assertThat(hubs.size()).isOne();

        second.cancel();
        assertThat(hubs.size()).isZero();
        assertThat(hubsTicking).hasValue(0);
        tick(1);
        assertThat(thing.snapshots).hasValue(0);
        thing.awaitNobodyWaits();
    }

    @Test
    void beginsAnewWhenSomebodyComesBack() {
        follow(thing, SECOND, 1).cancel();
        AssertSubscriber<StreamEvent> again = follow(thing, SECOND, Long.MAX_VALUE);

        tick(1);

        assertThat(texts(again)).containsExactly("1");
        assertThat(hubsTicking).hasValue(1);
    }

    @Test
    void tellsTheEndBetweenTicksToAll() {
        AssertSubscriber<StreamEvent> first = follow(thing, SECOND, Long.MAX_VALUE);
        AssertSubscriber<StreamEvent> second = follow(thing, SECOND, Long.MAX_VALUE);
        tick(1);

        thing.end();

        assertThat(texts(first.awaitCompletion(LIMIT))).containsExactly("1", "last", "finish");
        assertThat(texts(second.awaitCompletion(LIMIT))).containsExactly("1", "last", "finish");
        assertThat(thing.ends).as("taken once").hasValue(1);
        assertThat(hubs.size()).isZero();
        assertThat(hubsTicking).hasValue(0);
    }

    @Test
    void tellsTheEndToOneWhoReadsLater() {
        AssertSubscriber<StreamEvent> late = follow(thing, SECOND, 1);
        AssertSubscriber<StreamEvent> quick = follow(thing, SECOND, Long.MAX_VALUE);
        tick(3);
        thing.end();
        quick.awaitCompletion(LIMIT);

        late.request(Long.MAX_VALUE);

        assertThat(texts(late.awaitCompletion(LIMIT))).containsExactly("1", "3", "last", "finish");
    }

    @Test
    void followsASubjectThatHasBegunAnewWithANewHub() {
        AssertSubscriber<StreamEvent> stalled = follow(thing, SECOND, 1);
        AssertSubscriber<StreamEvent> quick = follow(thing, SECOND, Long.MAX_VALUE);
        tick(2);
        thing.end();
        quick.awaitCompletion(LIMIT);
        thing.beginAnew();

        AssertSubscriber<StreamEvent> follower = follow(thing, SECOND, Long.MAX_VALUE);
        tick(1);

        assertThat(texts(follower)).containsExactly("1");
        stalled.cancel();
        assertThat(hubs.size()).as("the stalled one followed another hub").isOne();
    }

    @Test
    void sendsNothingThatIsOlderThanWhatTheFollowerHas() {
        AssertSubscriber<StreamEvent> follower = AssertSubscriber.create(Long.MAX_VALUE);
        hubs.follow(thing, SECOND, 2, dropped::addAndGet).subscribe(follower);

        tick(4);

        assertThat(texts(follower)).containsExactly("3", "4");
        assertThat(dropped).hasValue(0);
    }

    @Test
    void tellsAFailureToAll() {
        AssertSubscriber<StreamEvent> follower = follow(thing, SECOND, Long.MAX_VALUE);
        thing.broken = true;

        tick(1);

        follower.awaitFailure(LIMIT).assertFailedWith(IllegalStateException.class, "broken");
        assertThat(hubs.size()).isZero();
    }

    @Test
    void ticksByTheClock() {
        SnapshotHubs real = new SnapshotHubs();
        AssertSubscriber<StreamEvent> follower = AssertSubscriber.create(Long.MAX_VALUE);
        real.follow(thing, Duration.ofMillis(1), 0, dropped::addAndGet).subscribe(follower);

        follower.awaitItems(5, LIMIT).cancel();

        assertThat(texts(follower)).startsWith("1", "2", "3", "4", "5");
    }

    private AssertSubscriber<StreamEvent> follow(Subject subject, Duration interval, long demand) {
        AssertSubscriber<StreamEvent> follower = AssertSubscriber.create(demand);
        Multi<StreamEvent> events = hubs.follow(subject, interval, 0, dropped::addAndGet);
        events.subscribe(follower);
        return follower;
    }

    private void tick(int times) {
        for (long i = 0; i < times; i++) {
            clock.onNext(i);
        }
    }

    @Test
    void tellsASubjectFromItsFirstWordToItsLast() {
        AssertSubscriber<StreamEvent> follower = hubs.tell(thing, SECOND, dropped::addAndGet)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        assertThat(texts(follower)).containsExactly("first", "1");
        clock.onNext(0L);
        thing.end();

        follower.awaitCompletion(LIMIT);
        assertThat(texts(follower)).containsExactly("first", "1", "2", "last", "finish");
    }

    @Test
    void tellsASubjectThatHasEndedWithoutATick() {
        thing.end();

        AssertSubscriber<StreamEvent> follower = hubs.tell(thing, SECOND, dropped::addAndGet)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        assertThat(texts(follower)).containsExactly("first", "last", "finish");
        assertThat(hubs.size()).isZero();
    }

    private static List<String> texts(AssertSubscriber<StreamEvent> follower) {
        return follower.getItems().stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Something whose state is how often it was asked for. */
    private static final class Thing implements Subject {

        private final String key;
        private final AtomicInteger snapshots = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final List<Thread> waiting = new ArrayList<>();
        private volatile CountDownLatch end = new CountDownLatch(1);
        private volatile boolean broken;

        Thing(String key) {
            this.key = key;
        }

        void end() {
            end.countDown();
        }

        void beginAnew() {
            snapshots.set(0);
            end = new CountDownLatch(1);
        }

        void awaitNobodyWaits() {
            List<Thread> waiters;
            synchronized (waiting) {
                waiters = List.copyOf(waiting);
            }
            waiters.forEach(thread -> {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public List<StreamEvent> first(Duration interval) {
            return List.of(event("first"));
        }

        @Override
        public boolean ended() {
            return end.getCount() == 0;
        }

        @Override
        public TakenSnapshot snapshot() {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            int version = snapshots.incrementAndGet();
            return new TakenSnapshot(version, event(String.valueOf(version)));
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            synchronized (waiting) {
                waiting.add(Thread.currentThread());
            }
            end.await();
        }

        @Override
        public List<StreamEvent> last() {
            ends.incrementAndGet();
            return List.of(event("last"), event("finish"));
        }

        private static StreamEvent event(String text) {
            return new StreamEvent(EventName.SNAPSHOT, null, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
