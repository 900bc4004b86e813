package io.antflow.api.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A service that wants keys. */
public final class GuardedAccess implements QuarkusTestProfile {

    /** The key of a caller of that role. */
    public static String key(String role) {
        return "antflow_" + sha256("the key of a " + role);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path file = Files.createTempFile("antflow-", ".keys");
            file.toFile().deleteOnExit();
            Files.writeString(file, """
                    # who may do what
                    %s
                    %s
                    %s
                    """.formatted(line("viewer"), line("operator"), line("admin")));
            return Map.of("antflow.security.keys-file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String role) {
        return "some-%s %s %s".formatted(role, role, sha256(key(role)));
    }

    /** As a file of keys has it. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
