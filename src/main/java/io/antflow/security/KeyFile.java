package io.antflow.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * The file of API keys. What it says last counts, for as long as it can't be read or says something that is wrong: a slip
 * locks nobody out, and lets nobody in.
 */
/*
 * Read whole each time, and compared: it is small, and no sign of a change (time, size, inode) is missed, whether an editor
 * wrote it or an orchestrator turned a link to it over.
 */
final class KeyFile {

    private static final Logger LOG = Logger.getLogger(KeyFile.class);
    private static final int MAX_BYTES = 1 << 20;

    private final Path path;
    private String text;
    private volatile String lastFault = "";
    private volatile ApiKeys keys;

    /** @throws MalformedKeysException it can't be used */
    KeyFile(Path path) {
        this.path = path;
        this.text = read();
        this.keys = ApiKeys.of(text);
    }

    /** Those that count now. */
    ApiKeys keys() {
        return keys;
    }

    /** Whether the file is wrong now, so that those of before still count. */
    boolean faulty() {
        return !lastFault.isEmpty();
    }

    /** Takes what has changed. To be called by one thread. */
    void look() {
        try {
            String now = read();
            if (!now.equals(text)) {
                keys = ApiKeys.of(now);
                text = now;
                LOG.infof("%s has changed: %d API keys", path, keys.size());
            }
            lastFault = "";
        } catch (MalformedKeysException e) {
            String fault = String.valueOf(e.getMessage());
            if (!lastFault.equals(fault)) {
                LOG.errorf("%s %s. The %d keys that it had before still count", path, fault, keys.size());
            }
            lastFault = fault;
        }
    }

    private String read() {
        try (InputStream content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MalformedKeysException("has more than %d bytes".formatted(MAX_BYTES));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedKeysException("is no text in UTF-8");
        } catch (IOException e) {
            throw new MalformedKeysException(
                    "can't be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }
}
