package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.antflow.api.intake.RefusedItem;
import io.antflow.api.problem.ViolationView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What every error answer looks like; only its documentation.
 *
 * @param type identifies the kind of problem
 * @param title what kind of problem it is, in short
 * @param status the HTTP status
 * @param detail what is wrong here, and the remedy
 * @param violations which fields of the body are at fault
 * @param line of the body at which reading ended
 * @param column in that line
 * @param index of the array's element at which reading ended
 * @param accepted how many items were accepted before
 * @param refusedCount how many items were refused before
 * @param refused the first of these
 * @param runId the run that goes on with what was accepted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "What is wrong (RFC 9457).")
record ProblemView(
        @Schema(
                description = "Identifies the kind of problem.",
                format = "uri-reference",
                examples = "urn:antflow:problem:malformed-body")
        String type,

        @Schema(description = "What kind of problem it is, in short.", examples = "Malformed body")
        String title,

        @Schema(description = "The HTTP status.", minimum = "400", maximum = "599", examples = "400")
        int status,

        @Schema(
                description = "What is wrong here, and the remedy.",
                examples = "line 3, column 7: Unrecognized token 'oops'")
        String detail,

        @Schema(description = "Which fields of the body are at fault; only where some are.") @Nullable
        List<ViolationView> violations,

        @Schema(description = "The line of the body at which reading ended, from 1.", minimum = "1", examples = "3")
        @Nullable
        Long line,

        @Schema(description = "The column in that line, from 1.", minimum = "1", examples = "7") @Nullable
        Long column,

        @Schema(description = "The element of the array at which reading ended, from 0.", minimum = "0") @Nullable
        Long index,

        @Schema(description = "How many items were accepted before.", minimum = "0", examples = "2") @Nullable
        Long accepted,

        @Schema(description = "How many items were refused before.", minimum = "1") @Nullable
        Long refusedCount,

        @Schema(description = "The first of these.") @Nullable
        List<RefusedItem> refused,

        @Schema(description = "The run that goes on with what was accepted.", examples = "01K9Z4T8Q0B8W5") @Nullable
        String runId) {}
