package io.antflow.tasks.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.antflow.config.HttpConfig;
import io.antflow.config.RequestConfig;
import io.antflow.tasks.jq.Expressions;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes what the tasks {@code http} and {@code poll} share, from the configuration. */
@Singleton
final class HttpBeans {

    private static final long MAX_RESPONSE_BYTES = 1L << 30;

    private final HttpConfig config;

    HttpBeans(HttpConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    CallReader calls(Vertx vertx, TlsConfigurationRegistry tls, Expressions expressions, RequestConfig requests) {
        try {
            OutboundPolicy policy = OutboundPolicy.of(config.allow().orElse(List.of()));
            Credentials credentials = Credentials.of(config.credentials(), System::nanoTime);
            ObjectMapper mapper = mapper(requests.maxDepth());
            CallEnvironment environment = new CallEnvironment(
                    transport(vertx, tlsConfiguration(tls)),
                    new Routes(policy, InetAddress::getAllByName, System::nanoTime),
                    new BodyReader(mapper),
                    System::nanoTime,
                    InstantSource.system(),
                    config.maxRetryAfter());
            return new CallReader(environment, policy, credentials, expressions, mapper, ceilings());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage()); // with a cause, its trace would be shown as well
        }
    }

    private CallReader.Ceilings ceilings() {
        long bytes = config.maxResponseBytes().asLongValue();
        if (bytes < 1 || bytes > MAX_RESPONSE_BYTES) {
            throw new IllegalArgumentException("antflow.http.max-response-bytes is 1 to 1G");
        }
        return new CallReader.Ceilings(config.connectTimeout(), (int) bytes);
    }

    private Transport transport(Vertx vertx, Optional<TlsConfiguration> tls) {
        long budget = config.responseBuffer().asLongValue();
        if (budget < 1) {
            throw new IllegalArgumentException("antflow.http.response-buffer is at least 1");
        }
        HttpClientOptions secure = Clients.secure();
        tls.ifPresent(configuration -> {
            secure.setTrustOptions(configuration.getTrustStoreOptions());
            secure.setKeyCertOptions(configuration.getKeyStoreOptions());
            secure.setEnabledSecureTransportProtocols(
                    configuration.getSSLOptions().getEnabledSecureTransportProtocols());
        });
        return Clients.transport(
                vertx,
                Clients.plain(),
                secure,
                new Clients.Sizes(config.connectionsPerHost(), config.keepAlive(), config.connectTimeout()),
                new ResponseBudget(budget));
    }

    private Optional<TlsConfiguration> tlsConfiguration(TlsConfigurationRegistry tls) {
        return config.tlsConfigurationName()
                .map(name -> tls.get(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "antflow.http.tls-configuration-name: there is no quarkus.tls.%s.*".formatted(name))));
    }

    /** An answer becomes an item's value: so it is read like one, with numbers as they are, and nests no deeper. */
    static ObjectMapper mapper(int maxDepth) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(maxDepth)
                                // max_response_bytes bounds these already
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build())
                        // interned names of other services would stay for ever
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                .build();
    }
}
