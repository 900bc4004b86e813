package io.antflow.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An API key, known by its SHA-256 alone: who reads the file, or the memory, can't use it.
 */
/*
 * A plain digest is enough, where a password would need a slow one with a salt: a key has 256 random bits, so nobody can try
 * them all however fast it goes, and no two callers have the same.
 */
final class ApiKey {

    /** What every key begins with, so that it is told from other tokens, and found where it should not be. */
    static final String PREFIX = "antflow_";

    private final String name;
    private final Role role;
    private final byte[] digest;

    /** @param digest the key's SHA-256 */
    ApiKey(String name, Role role, byte[] digest) {
        this.name = name;
        this.role = role;
        this.digest = digest.clone();
    }

    /** Whose it is. */
    String name() {
        return name;
    }

    /** What they may do. */
    Role role() {
        return role;
    }

    /** Whether that is its SHA-256. Takes the same time whatever it is. */
    boolean hasDigest(byte[] other) {
        return MessageDigest.isEqual(digest, other);
    }

    /** Whether it is the same key, whoever has it. */
    boolean hasDigestOf(ApiKey other) {
        return hasDigest(other.digest);
    }

    /** Whether it is the same key, of the same caller in the same role. */
    boolean isSameAs(ApiKey other) {
        return hasDigestOf(other) && role == other.role && name.equals(other.name);
    }

    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Says nothing of the key itself. */
    @Override
    public String toString() {
        return "%s (%s, %s…)".formatted(name, role.text(), HexFormat.of().formatHex(digest, 0, 4));
    }
}
