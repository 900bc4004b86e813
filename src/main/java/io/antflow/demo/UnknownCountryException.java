package io.antflow.demo;

/** A record names a country that does not exist. */
final class UnknownCountryException extends BadRecordException {

    private static final long serialVersionUID = 1L;

    UnknownCountryException(String country) {
        super("'" + country + "' is no country of ISO 3166");
    }
}
