package io.antflow.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A browser has shown the token of a session that there is. */
final class SessionRequest extends BaseAuthenticationRequest {

    private final String token;
    private final Sessions.Session session;

    SessionRequest(String token, Sessions.Session session) {
        this.token = token;
        this.session = session;
    }

    String token() {
        return token;
    }

    Sessions.Session session() {
        return session;
    }
}
