package io.antflow.tasks.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What all calls share.
 *
 * @param nanoTime for durations
 * @param clock for the dates that servers name
 * @param maxRetryAfter the longest wait that a server's word gets
 */
record CallEnvironment(
        Transport transport,
        Routes routes,
        BodyReader bodies,
        LongSupplier nanoTime,
        InstantSource clock,
        Duration maxRetryAfter) {}
