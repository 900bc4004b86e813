package io.antflow.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Order;

/** The same against the packaged service. */
@QuarkusIntegrationTest
@Order(1)
class LimitsIT extends LimitsResourceTest {}
