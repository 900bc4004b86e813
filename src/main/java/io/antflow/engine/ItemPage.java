package io.antflow.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a run, in feed order.
 *
 * @param items the items
 * @param next the sequence number to go on from; null when there are no more
 */
public record ItemPage(List<ItemView> items, @Nullable Long next) {}
