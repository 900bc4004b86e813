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
import java.net.URI;
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
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an OpenID Connect provider: says where it is and what its key is, and gives tokens. With the argument
 * {@link #DOWN} nobody is there until {@link #comeUp} is called.
 */
public final class TokenProvider implements QuarkusTestResourceLifecycleManager {

    /** The argument with which nobody is there at first. */
    static final String DOWN = "down";

    private static final String FIRST = "1";
    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHERS = keys();
    private static volatile String issuer = "";
    private static volatile SigningKey signing = new SigningKey(FIRST, KEYS);
    private static volatile @Nullable HttpServer server;

    private boolean down;

    private record SigningKey(String id, KeyPair pair) {}

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
        return token(signing, claims, audience, from, end);
    }

    static String signedByAnother(Map<String, Object> claims) {
        return token(
                new SigningKey(FIRST, OTHERS),
                claims,
                "antflow",
                issuer,
                Instant.now().plus(Duration.ofHours(1)));
    }

    private static String token(SigningKey key, Map<String, Object> claims, String audience, String from, Instant end) {
        return Jwt.claims(claims)
                .subject("ada")
                .upn("ada")
                .issuer(from)
                .audience(audience)
                .issuedAt(end.minus(Duration.ofHours(1)))
                .expiresAt(end)
                .jws()
                .keyId(key.id())
                .sign(key.pair().getPrivate());
    }

    /** Has it sign by another key from now on, which is the only one that it shows. */
    static void changeKey(String id) {
        signing = new SigningKey(id, keys());
    }

    /** Has somebody be there, at the address that was told from the start. */
    static void comeUp() {
        server = serve(URI.create(issuer).getPort());
    }

    /** Has nobody be there any more. */
    static void goDown() {
        HttpServer serving = server;
        if (serving != null) {
            serving.stop(0);
        }
        server = null;
    }

    @Override
    public void init(Map<String, String> arguments) {
        down = arguments.containsKey(DOWN);
    }

    @Override
    public Map<String, String> start() {
        signing = new SigningKey(FIRST, KEYS);
        HttpServer first = serve(0);
        server = first;
        issuer = "http://localhost:" + first.getAddress().getPort();
        if (down) {
            goDown();
        }
        return Map.of("quarkus.oidc.auth-server-url", issuer, "quarkus.oidc.token.audience", "antflow");
    }

    private static HttpServer serve(int port) {
        HttpServer started;
        try {
            started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        started.createContext("/.well-known/openid-configuration", call -> answer(call, """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
                 "introspection_endpoint": "%1$s/introspect",
                 "authorization_endpoint": "%1$s/authorize"}""".formatted(issuer)));
        started.createContext("/keys", call -> {
            SigningKey shown = signing;
            RSAPublicKey key = (RSAPublicKey) shown.pair().getPublic();
            answer(call, """
                    {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "%s", "n": "%s", "e": "%s"}]}""".formatted(shown.id(), number(key.getModulus()), number(key.getPublicExponent())));
        });
        started.start();
        return started;
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
        goDown();
    }
}
