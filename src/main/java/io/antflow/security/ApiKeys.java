package io.antflow.security;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a file, a line each: {@code name role sha256}. Empty lines, and what follows a {@code #}, say nothing. A
 * name may have several keys of one role, so that a new one can be handed out before the old one is taken away.
 */
final class ApiKeys {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int FIELDS = 3;

    /** Where there is no file. */
    static final ApiKeys NONE = new ApiKeys(List.of());

    private final List<ApiKey> keys;

    private ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws MalformedKeysException names the line and the remedy, and repeats nothing that may be a key */
    static ApiKeys of(String text) {
        List<ApiKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                ApiKey key = key(content, number);
                for (ApiKey other : keys) {
                    requireCompatible(key, other, number);
                }
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new MalformedKeysException("has no key: add a line 'name role sha256-of-the-key'");
        }
        return new ApiKeys(keys);
    }

    private static ApiKey key(String line, int number) {
        String[] fields = SPACE.split(line);
        if (fields.length != FIELDS) {
            throw new MalformedKeysException(
                    number, "has %d fields: a key is 'name role sha256-of-the-key'".formatted(fields.length));
        }
        if (!NAME.matcher(fields[0]).matches() || fields[0].startsWith(ApiKey.PREFIX)) {
            throw new MalformedKeysException(
                    number,
                    "begins with no name: 1 to 64 letters, digits, '.', '_', '@' or '-', not beginning as a key does");
        }
        Role role = Role.named(fields[1])
                .orElseThrow(() -> new MalformedKeysException(number, "has no role: it is viewer, operator or admin"));
        if (!DIGEST.matcher(fields[2]).matches()) {
            throw new MalformedKeysException(
                    number,
                    "has no SHA-256 of a key: it is 64 hexadecimal digits, by printf %s \"$KEY\" | sha256sum; never write"
                            + " the key itself here");
        }
        return new ApiKey(fields[0], role, HexFormat.of().parseHex(fields[2]));
    }

    private static void requireCompatible(ApiKey key, ApiKey other, int number) {
        if (key.name().equals(other.name()) && key.role() != other.role()) {
            throw new MalformedKeysException(
                    number, "gives '%s' a second role: take another name".formatted(key.name()));
        }
        if (key.hasDigestOf(other)) {
            throw new MalformedKeysException(number, "has the key of '%s' again".formatted(other.name()));
        }
    }

    /** The key that is this text. Looks at all of them, so that the time it takes says nothing. */
    Optional<ApiKey> find(String text) {
        byte[] digest = ApiKey.digest(text);
        @Nullable ApiKey found = null;
        for (ApiKey key : keys) {
            if (key.hasDigest(digest)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Whether that one, of this file or an earlier state of it, is here. */
    boolean has(ApiKey key) {
        return keys.stream().anyMatch(key::isSameAs);
    }

    /** How many there are. */
    int size() {
        return keys.size();
    }
}
