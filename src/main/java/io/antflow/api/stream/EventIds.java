package io.antflow.api.stream;

import io.antflow.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of events: {@code <epoch>-<sequence>}. The epoch is another one after each start of the service, so that a
 * sequence number of before is not taken for one of now.
 */
@Singleton
final class EventIds {

    private static final Pattern ID = Pattern.compile("([A-Za-z0-9]{1,20})-(\\d{1,18})");

    private final String epoch;

    EventIds() {
        this(Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX));
    }

    EventIds(String epoch) {
        this.epoch = epoch;
    }

    /** The id of the event with that sequence number. */
    String of(long sequence) {
        return epoch + "-" + sequence;
    }

    /**
     * Where a client that comes back goes on.
     *
     * @param header {@code Last-Event-ID}, which clients send by themselves; it is newer than the parameter
     * @param parameter {@code last_event_id}, for a first connect
     * @return the sequence number of the last event it has; empty: it has none of this epoch
     * @throws HttpProblem 400 when it is no id
     */
    OptionalLong last(@Nullable String header, @Nullable String parameter) {
        String text = header == null || header.isEmpty() ? parameter : header;
        if (text == null || text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher id = ID.matcher(text);
        if (!id.matches()) {
            throw ProblemType.INVALID_PARAMETER.because(
                    "%s is the id of an event, such as %s, not '%s'; leave it out to begin at the beginning"
                            .formatted(
                                    header == null || header.isEmpty() ? "last_event_id" : "Last-Event-ID",
                                    of(17),
                                    text));
        }
        return id.group(1).equals(epoch) ? OptionalLong.of(Long.parseLong(id.group(2))) : OptionalLong.empty();
    }
}
