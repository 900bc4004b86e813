package io.antflow.tasks.http;

/** Where a credential's secret comes from. Its text is never shown by {@code toString}. Thread-safe. */
@FunctionalInterface
interface Secret {

    /** @throws CredentialUnavailableException it can't be had at the moment */
    String text() throws CredentialUnavailableException;
}
