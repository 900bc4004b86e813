package io.antflow.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes ids out of the paths among the HTTP server's labels. A call that no resource answers (for one, a 406) or that was
 * cut is timed under its path as it came, and each run's would be a series of its own.
 */
@Singleton
final class PathsWithoutIds implements MeterFilter {

    private static final String PATH = "uri";
    private static final Pattern ID = Pattern.compile("/(run|pipeline|item|stage)s/[^/{]+");

    @Override
    public Meter.Id map(Meter.Id id) {
        String path = id.getTag(PATH);
        if (path == null || !path.startsWith("/api/")) {
            return id;
        }
        return id.withTags(List.of(Tag.of(PATH, ID.matcher(path).replaceAll("/$1s/{$1}"))));
    }
}
