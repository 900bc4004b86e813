package io.antflow.api.stream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A hole in a stream of events.
 *
 * @param missed how many events the client will never get, those that its filter would have left out included
 */
@RegisterForReflection
@Schema(name = "StreamGap", description = "A hole in a stream of events.")
record GapView(
        @Schema(
                description = "How many events of the run the client will never get, those that its filter would have"
                        + " left out included.",
                minimum = "1",
                examples = "120")
        long missed) {

    static final String EXAMPLE = """
            {"missed": 120}""";
}
