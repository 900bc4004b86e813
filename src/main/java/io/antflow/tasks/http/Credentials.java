package io.antflow.tasks.http;

import io.antflow.config.HttpConfig;
import io.antflow.tasks.ClientText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The credentials of the configuration, by name. Immutable. */
final class Credentials {

    private static final String KEY = "antflow.http.credentials.";

    private final Map<String, Credential> byName;

    private Credentials(Map<String, Credential> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * @throws IllegalArgumentException one is not whole, or its file can't be read; names the key, never the secret
     */
    static Credentials of(Map<String, HttpConfig.Credential> configured, LongSupplier nanoTime) {
        Map<String, Credential> credentials = new TreeMap<>();
        configured.forEach((name, config) -> {
            Credential credential = credential(name, config, nanoTime);
            try {
                HeaderText.requireValue(credential.header());
            } catch (CredentialUnavailableException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(KEY + name + ": the secret has characters that no header may have");
            }
            credentials.put(name, credential);
        });
        return new Credentials(credentials);
    }

    Optional<Credential> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return byName.keySet();
    }

    private static Credential credential(String name, HttpConfig.Credential config, LongSupplier nanoTime) {
        HttpConfig.Type type = config.type();
        if (type == HttpConfig.Type.BASIC && config.user().isEmpty()) {
            throw new IllegalArgumentException(KEY + name + ".user is missing: type basic needs it");
        }
        String header = type == HttpConfig.Type.API_KEY ? config.header() : "Authorization";
        if (!HeaderText.isName(header)) {
            throw new IllegalArgumentException(KEY + name + ".header is no header's name");
        }
        return new Credential(
                name,
                type,
                header,
                config.user().orElse(""),
                secret(name, config, nanoTime),
                origins(name, config.origins()));
    }

    private static Secret secret(String name, HttpConfig.Credential config, LongSupplier nanoTime) {
        if (config.secret().isPresent() == config.secretFile().isPresent()) {
            throw new IllegalArgumentException(
                    "%s%s has one of 'secret' and 'secret-file', and only one".formatted(KEY, name));
        }
        return config.secret()
                .<Secret>map(text -> () -> text)
                .orElseGet(() -> new FileSecret(name, config.secretFile().orElseThrow(), nanoTime));
    }

    private static List<OriginPattern> origins(String name, List<String> texts) {
        List<OriginPattern> origins = new ArrayList<>();
        for (String text : texts) {
            try {
                origins.add(OriginPattern.parse(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s%s.origins: '%s': %s, such as https://api.example.com"
                                .formatted(KEY, name, ClientText.shown(text), e.getMessage()),
                        e);
            }
        }
        return origins;
    }
}
