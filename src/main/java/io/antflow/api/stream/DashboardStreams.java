package io.antflow.api.stream;

import io.antflow.engine.Run;
import io.antflow.runtime.StreamKind;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.LongSupplier;

/** Shows a run to someone with a terminal. */
@Singleton
final class DashboardStreams {

    private static final LongSupplier CLOCK = System::nanoTime;

    private final OpenStreams streams;

    DashboardStreams(OpenStreams streams) {
        this.streams = streams;
    }

    /** Follows the run up to its end, or tells how it is now. */
    Response show(Run run, DashboardQuery.Wish wish) {
        if (wish.once()) {
            return Response.ok(
                            wish.view().on(new StringBuilder(), wish.screen()).once(run.snapshot()))
                    .type(Framing.TERMINAL.mediaType())
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        OpenStreams.Place place = streams.open(StreamKind.DASHBOARDS, Framing.TERMINAL);
        return Response.ok(place.stream(new PulledPieces(new DashboardFrames(
                        run,
                        out -> wish.view().on(out, wish.screen()),
                        new Rhythm(wish.interval(), CLOCK),
                        place::dropped))))
                .build();
    }
}
