package io.antflow.tasks.jq;

import java.util.HashMap;
import java.util.Map;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.joni.exception.JOniException;
import org.jspecify.annotations.Nullable;

/** The regular expressions of one evaluation, each compiled once. */
final class Patterns {

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_KEPT = 100;

    private final Map<Key, OnigUtils.Pattern> compiled = new HashMap<>();

    /** @param flags as jq has them; null: none */
    OnigUtils.Pattern get(String regex, @Nullable String flags) throws JsonQueryException {
        Key key = new Key(regex, flags);
        OnigUtils.Pattern pattern = compiled.get(key);
        if (pattern == null) {
            pattern = compile(regex, flags);
            if (compiled.size() < MAX_KEPT) {
                compiled.put(key, pattern);
            }
        }
        return pattern;
    }

    private static OnigUtils.Pattern compile(String regex, @Nullable String flags) throws JsonQueryException {
        if (regex.length() > MAX_LENGTH) {
            throw new JsonQueryException(
                    "a regular expression has at most %d characters, not %d".formatted(MAX_LENGTH, regex.length()));
        }
        try {
            return new OnigUtils.Pattern(regex, flags);
        } catch (JOniException e) {
            throw new JsonQueryException("'" + regex + "' is no regular expression: " + e.getMessage(), e);
        }
    }

    private record Key(String regex, @Nullable String flags) {}
}
