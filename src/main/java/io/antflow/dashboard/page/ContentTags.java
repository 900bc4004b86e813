package io.antflow.dashboard.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Entity tags of the page's files, made of their content. Their time of change would not do: in a reproducible build it is
 * the same for every version.
 */
@Singleton
final class ContentTags {

    private static final String ROOT = "META-INF/resources";
    private static final Pattern FILE = Pattern.compile("(/[a-z0-9-]+)+\\.[a-z0-9]+");
    private static final int LENGTH = 16;

    private final Vertx vertx;

    ContentTags(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * The tag of a file, in the quotes that belong to it; empty when there is no such file. Read anew each time: a file is
     * small, a browser asks seldom, and so what changes in dev mode is seen.
     *
     * @param file its path below the root of the page
     */
    Future<Optional<String>> of(String file) {
        return FILE.matcher(file).matches()
                ? vertx.executeBlocking(() -> tag(file), false)
                : Future.succeededFuture(Optional.empty());
    }

    private static Optional<String> tag(String file) throws IOException, NoSuchAlgorithmException {
        try (InputStream content =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(ROOT + file)) {
            if (content == null) {
                return Optional.empty();
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
            return Optional.of('"' + HexFormat.of().formatHex(digest).substring(0, LENGTH) + '"');
        }
    }
}
