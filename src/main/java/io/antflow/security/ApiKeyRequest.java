package io.antflow.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody has shown a key. */
final class ApiKeyRequest extends BaseAuthenticationRequest {

    private final String key;

    ApiKeyRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
