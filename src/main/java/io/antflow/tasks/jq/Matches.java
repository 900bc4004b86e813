package io.antflow.tasks.jq;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Region;
import org.joni.exception.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a regular expression in a text. The library's own search can't be stopped, and a careless expression may take
 * longer than anyone lives; this one ends when the thread is interrupted or the evaluation's time is up.
 */
final class Matches {

    /** Longer texts could fill the memory with what the search has to remember. */
    private static final int MAX_BYTES = 1_000_000;

    private final Evaluation evaluation = Evaluation.current();
    private final OnigUtils.Pattern pattern;
    private final byte[] text;

    Matches(String text, OnigUtils.Pattern pattern) throws JsonQueryException {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.pattern = pattern;
        if (this.text.length > MAX_BYTES) {
            throw new JsonQueryException(
                    "a regular expression searches at most %d bytes, not %d".formatted(MAX_BYTES, this.text.length));
        }
    }

    boolean any() {
        return search(matcher(), 0);
    }

    /** All of them when the flags say so, else the first. An empty one moves on by a character. */
    void forEach(Consumer<Match> consumer) {
        Matcher matcher = matcher();
        int from = 0;
        do {
            evaluation.step();
            if (!search(matcher, from)) {
                return;
            }
            consumer.accept(new Match(matcher.getBegin(), matcher.getEnd(), groups(matcher)));
            from = matcher.getEnd() > matcher.getBegin() ? matcher.getEnd() : next(matcher.getEnd());
        } while (pattern.global && from <= text.length);
    }

    /** The text between two places. */
    String between(int begin, int end) {
        return new String(text, begin, end - begin, StandardCharsets.UTF_8);
    }

    String after(int begin) {
        return between(begin, text.length);
    }

    /** How many characters are between two places. */
    int characters(int begin, int end) {
        int count = 0;
        for (int i = begin; i < end; i++) {
            if (isFirstOfCharacter(text[i])) {
                count++;
            }
        }
        return count;
    }

    private Matcher matcher() {
        return pattern.regex.matcher(text);
    }

    private boolean search(Matcher matcher, int from) {
        long remaining = evaluation.remainingNanos();
        if (remaining <= 0) {
            throw evaluation.tooSlow();
        }
        matcher.setTimeout(remaining);
        try {
            return matcher.searchInterruptible(from, text.length, Option.NONE) >= 0;
        } catch (TimeoutException _) {
            throw evaluation.tooSlow();
        } catch (InterruptedException _) {
            throw StoppedException.interrupted();
        }
    }

    private Group[] groups(Matcher matcher) {
        Region region = matcher.getRegion();
        Group[] groups = new Group[region == null ? 0 : region.getNumRegs() - 1];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new Group(pattern.names[i + 1], region.getBeg(i + 1), region.getEnd(i + 1));
        }
        return groups;
    }

    private int next(int place) {
        int next = place + 1;
        while (next < text.length && !isFirstOfCharacter(text[next])) {
            next++;
        }
        return next;
    }

    private static boolean isFirstOfCharacter(byte b) {
        return (b & 0xC0) != 0x80;
    }

    /** Places count bytes. */
    record Match(int begin, int end, Group[] groups) {}

    /** @param begin negative: it has no part in the match */
    record Group(@Nullable String name, int begin, int end) {}
}
