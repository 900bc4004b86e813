package io.antflow.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A record names a country that does not exist. */
@RegisterForReflection(methods = false, fields = false) // definitions may name it
final class UnknownCountryException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    UnknownCountryException(String country) {
        super("'" + country + "' is no country of ISO 3166");
    }
}
