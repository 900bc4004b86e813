package io.antflow.engine;

import io.antflow.pipeline.Item;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The items of a run, by id and by sequence number. An id that is an item's own sequence number takes no entry: plain items
 * cost one array slot each. Not thread-safe: guarded by the run's feeding lock.
 */
final class ItemIndex {

    private static final int CHUNK = 1024;
    private static final Pattern CANONICAL_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,99}");

    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
    private final Map<Object, RunItem> byGivenId = new HashMap<>();
    private @Nullable Chunk newest;
    private long nextSequence;
    private long kept;

    private static final class Chunk {
        private final @Nullable RunItem[] items = new RunItem[CHUNK];
        private final long number;
        private int kept;

        Chunk(long number) {
            this.number = number;
        }
    }

    /** How many are kept. */
    long size() {
        return kept;
    }

    /** Whether an item that is fed now brings an id that another has. */
    boolean contains(Item item) {
        Object id = item.id();
        return id != null && find(id) != null;
    }

    /** The sequence number of an item that is fed now; one that would be its id is none that was given as an id. */
    long nextSequenceFor(Item item) {
        while (item.id() == null && byGivenId.containsKey(nextSequence)) {
            nextSequence++;
        }
        return nextSequence;
    }

    /** Adds the item whose sequence number is {@link #nextSequenceFor}. */
    void add(RunItem item, boolean hasGivenId) {
        long number = item.sequence() / CHUNK;
        Chunk chunk = newest;
        if (chunk == null || chunk.number != number) {
            chunk = new Chunk(number);
            newest = chunk;
            chunks.put(number, chunk);
        }
        chunk.items[(int) (item.sequence() % CHUNK)] = item;
        chunk.kept++;
        kept++;
        nextSequence++;
        if (hasGivenId) {
            byGivenId.put(key(item.id()), item);
        }
    }

    /** The item with that id; {@code "17"} finds 17, so that a path can name any item. */
    @Nullable
    RunItem find(Object id) {
        Object key = key(id);
        RunItem given = byGivenId.isEmpty() ? null : byGivenId.get(key);
        if (given != null) {
            return given;
        }
        if (key instanceof Long sequence && sequence >= 0) {
            RunItem item = at(sequence);
            return item != null && key.equals(item.id()) ? item : null;
        }
        return null;
    }

    /** The first item at that sequence number or after it; null: there is none. */
    @Nullable
    RunItem from(long sequence) {
        for (long at = Math.max(0, sequence); at < nextSequence; at++) {
            Long chunk = chunks.ceilingKey(at / CHUNK);
            if (chunk == null) {
                return null;
            }
            at = Math.max(at, chunk * CHUNK);
            RunItem item = at(at);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private @Nullable RunItem at(long sequence) {
        Chunk chunk = chunks.get(sequence / CHUNK);
        return chunk == null ? null : chunk.items[(int) (sequence % CHUNK)];
    }

    /** Lets go of an item; its id may be used again. False: it was not kept. */
    boolean forget(RunItem item) {
        long number = item.sequence() / CHUNK;
        Chunk chunk = chunks.get(number);
        int slot = (int) (item.sequence() % CHUNK);
        if (chunk == null || chunk.items[slot] == null) {
            return false;
        }
        chunk.items[slot] = null;
        chunk.kept--;
        kept--;
        if (chunk.kept == 0 && chunk != newest) {
            chunks.remove(number);
        }
        if (!byGivenId.isEmpty()) {
            byGivenId.remove(key(item.id()), item);
        }
        return true;
    }

    private static Object key(Object id) {
        return switch (id) {
            case Integer number -> number.longValue();
            case String text when CANONICAL_NUMBER.matcher(text).matches() -> number(text);
            default -> id;
        };
    }

    private static Object number(String text) {
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
