package io.antflow.api.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Stands in for an OpenID Connect provider: says where it is and what its key is, and gives tokens. */
public final class TokenProvider implements QuarkusTestResourceLifecycleManager {

    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHERS = keys();
    private static volatile String issuer = "";

    private HttpServer server;

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String issuer() {
        return issuer;
    }

    /** One that is good for an hour. */
    static String token(Map<String, Object> claims) {
        return token(claims, "antflow", issuer, Instant.now().plus(Duration.ofHours(1)));
    }

    static String token(Map<String, Object> claims, String audience, String from, Instant end) {
        return token(KEYS, claims, audience, from, end);
    }

    static String signedByAnother(Map<String, Object> claims) {
        return token(OTHERS, claims, "antflow", issuer, Instant.now().plus(Duration.ofHours(1)));
    }

    private static String token(KeyPair keys, Map<String, Object> claims, String audience, String from, Instant end) {
        return Jwt.claims(claims)
                .subject("ada")
                .upn("ada")
                .issuer(from)
                .audience(audience)
                .issuedAt(end.minus(Duration.ofHours(1)))
                .expiresAt(end)
                .jws()
                .keyId("1")
                .sign(keys.getPrivate());
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://localhost:" + server.getAddress().getPort();
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        server.createContext("/.well-known/openid-configuration", call -> answer(call, """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize"}""".formatted(issuer)));
        server.createContext(
                "/keys",
                call -> answer(call, """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": "%s", "e": "%s"}]}""".formatted(number(key.getModulus()), number(key.getPublicExponent()))));
        server.start();
        return Map.of("quarkus.oidc.auth-server-url", issuer, "quarkus.oidc.token.audience", "antflow");
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static void answer(HttpExchange call, String json) throws IOException {
        try (call) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
