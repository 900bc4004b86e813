package io.antflow.api.stream;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The hubs that somebody follows: one for each subject and interval, gone with its last follower or its subject. */
@Singleton
public final class SnapshotHubs {

    private record Key(String subject, Duration interval) {}

    /** Its number of followers is changed inside the map only. */
    private static final class Entry {

        private final SnapshotHub hub;
        private int followers;

        Entry(SnapshotHub hub) {
            this.hub = hub;
        }
    }

    private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final Function<Duration, Multi<Long>> ticks;

    @Inject
    SnapshotHubs() {
        this(interval -> Multi.createFrom().ticks().startingAfter(interval).every(interval));
    }

    /** @param ticks makes the ticks of an interval */
    SnapshotHubs(Function<Duration, Multi<Long>> ticks) {
        this.ticks = ticks;
    }

    /**
     * All there is to tell of the subject: what comes first, its state, its newer states, one an interval, and its end; a
     * slow follower gets the newest and misses others. It begins with the subscription.
     *
     * @param dropped told how many it missed
     */
    public Multi<StreamEvent> tell(Subject subject, Duration interval, LongConsumer dropped) {
        return Multi.createFrom().deferred(() -> {
            Multi<StreamEvent> first = Multi.createFrom().iterable(subject.first(interval));
            if (subject.ended()) {
                return Multi.createBy()
                        .concatenating()
                        .streams(first, Multi.createFrom().iterable(subject.last()));
            }
            TakenSnapshot state = subject.snapshot();
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            first,
                            Multi.createFrom().item(state.event()),
                            follow(subject, interval, state.version(), dropped));
        });
    }

    /**
     * The subject's snapshots that are newer than that version, one an interval, and its end; a slow follower gets the newest
     * and misses others.
     *
     * @param dropped told how many it missed
     */
    Multi<StreamEvent> follow(Subject subject, Duration interval, long newerThan, LongConsumer dropped) {
        Key key = new Key(subject.key(), interval);
        return Multi.createFrom().deferred(() -> {
            SnapshotHub hub = enter(key, subject);
            return hub.newerThan(newerThan, dropped).onTermination().invoke(() -> leave(key, hub));
        });
    }

    /** How many there are. */
    int size() {
        return entries.size();
    }

    private SnapshotHub enter(Key key, Subject subject) {
        return entries.compute(key, (k, present) -> {
                    Entry entry = present == null ? new Entry(newHub(key, subject)) : present;
                    entry.followers++;
                    return entry;
                })
                .hub;
    }

    private SnapshotHub newHub(Key key, Subject subject) {
        // One that has ended takes no more followers: its subject may begin anew.
        SnapshotHub hub = new SnapshotHub(
                subject, ended -> entries.computeIfPresent(key, (k, entry) -> entry.hub == ended ? null : entry));
        hub.start(ticks.apply(key.interval()));
        return hub;
    }

    private void leave(Key key, SnapshotHub hub) {
        entries.computeIfPresent(key, (k, entry) -> {
            if (entry.hub != hub) {
                return entry;
            }
            entry.followers--;
            if (entry.followers > 0) {
                return entry;
            }
            hub.stop();
            return null;
        });
    }
}
