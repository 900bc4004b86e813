package io.antflow.api;

import io.antflow.catalog.document.DocumentFormat;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** YAML in requests and answers: the media type of RFC 9512, and those that were in use before it. */
final class Yaml {

    static final String YAML = "application/yaml";
    static final String X_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";
    static final String TEXT_X_YAML = "text/x-yaml";

    private Yaml() {}

    /** What the body is written in, of a call that takes these and JSON. */
    static DocumentFormat formatOf(HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        return type == null || type.getSubtype().endsWith("json") ? DocumentFormat.JSON : DocumentFormat.YAML;
    }
}
