package io.antflow.api.stream;

import io.antflow.api.QueryText;
import io.antflow.api.problem.ProblemType;
import io.antflow.api.problem.Violations;
import io.antflow.dashboard.terminal.Screen;
import io.antflow.dashboard.terminal.View;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a client wants its terminal dashboard, as it says so. */
public record DashboardQuery(
        @Parameter(
                description = "Which dashboard.",
                schema =
                        @Schema(
                                type = SchemaType.STRING,
                                enumeration = {"progress", "compact", "detailed", "full"},
                                defaultValue = "full"),
                example = "compact")
        @QueryParam("view")
        @Nullable
        String view,

        @Parameter(
                description = "Seconds between two frames.",
                schema =
                        @Schema(
                                type = SchemaType.NUMBER,
                                minimum = Interval.MIN,
                                maximum = Interval.MAX,
                                defaultValue = Interval.DEFAULT),
                example = "0.5")
        @QueryParam("interval")
        @Nullable
        String interval,

        @Parameter(
                description = "Columns of the terminal: no line is longer.",
                schema =
                        @Schema(
                                type = SchemaType.INTEGER,
                                minimum = "" + Screen.MIN_WIDTH,
                                maximum = "" + Screen.MAX_WIDTH,
                                defaultValue = "" + Screen.DEFAULT_WIDTH),
                example = "100")
        @QueryParam("width")
        @Nullable
        String width,

        @Parameter(
                description = "Lines of the terminal: what does not fit is folded.",
                schema =
                        @Schema(
                                type = SchemaType.INTEGER,
                                minimum = "" + Screen.MIN_HEIGHT,
                                maximum = "" + Screen.MAX_HEIGHT,
                                defaultValue = "" + Screen.DEFAULT_HEIGHT),
                example = "24")
        @QueryParam("height")
        @Nullable
        String height,

        @Parameter(
                description = "Whether to use colours.",
                schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"),
                example = "true")
        @QueryParam("color")
        @Nullable
        String color,

        @Parameter(
                description = "One frame, without any escape sequence, and the end: for logs and scripts.",
                schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
                example = "true")
        @QueryParam("once")
        @Nullable
        String once) {

    /** What it means. */
    record Wish(View view, Duration interval, Screen screen, boolean once) {}

    /** @throws HttpProblem 400 that lists all that is wrong with it */
    Wish check() {
        Violations violations = new Violations(ProblemType.INVALID_PARAMETER);
        View wantedView = valid(
                        violations,
                        "view",
                        () -> Optional.ofNullable(QueryText.oneOf("view", view, View.class))
                                .orElse(View.FULL))
                .orElse(View.FULL);
        Duration wantedInterval =
                valid(violations, "interval", () -> Interval.of(interval)).orElse(Duration.ZERO);
        int wantedWidth = valid(
                        violations,
                        "width",
                        () -> QueryText.wholeNumber(
                                "width", width, Screen.MIN_WIDTH, Screen.MAX_WIDTH, Screen.DEFAULT_WIDTH))
                .orElse(Screen.DEFAULT_WIDTH);
        int wantedHeight = valid(
                        violations,
                        "height",
                        () -> QueryText.wholeNumber(
                                "height", height, Screen.MIN_HEIGHT, Screen.MAX_HEIGHT, Screen.DEFAULT_HEIGHT))
                .orElse(Screen.DEFAULT_HEIGHT);
        boolean colored = valid(violations, "color", () -> color == null || QueryText.flag("color", color))
                .orElse(true);
        boolean justOnce =
                valid(violations, "once", () -> QueryText.flag("once", once)).orElse(false);
        violations.throwIfAny();
        return new Wish(
                wantedView,
                wantedInterval,
                new Screen(wantedWidth, wantedHeight, colored && !justOnce, !justOnce),
                justOnce);
    }

    private static <T> Optional<T> valid(Violations violations, String parameter, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (HttpProblem problem) {
            violations.add(parameter, String.valueOf(problem.getDetail()).replaceFirst("^" + parameter + " ", ""));
            return Optional.empty();
        }
    }
}
