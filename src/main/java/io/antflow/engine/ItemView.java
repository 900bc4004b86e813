package io.antflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * The current status of an item.
 *
 * @param id its id, as it was given
 * @param sequenceId its place in feed order, from 0
 * @param status where it is in its life
 * @param stage where it is, or ended
 * @param ended whether nothing follows: only the last stage's {@code completed} is an end
 * @param worker who has it, or had it last in this stage; null when none had
 * @param attempt the number of the attempt in work, made last or waited for, in this stage; 0 before the first
 * @param priority lower is sooner
 * @param timestamp since when it has this status, Unix seconds
 */
public record ItemView(
        Object id,
        long sequenceId,
        ItemStatus status,
        String stage,
        boolean ended,
        @Nullable String worker,
        int attempt,
        int priority,
        double timestamp) {}
