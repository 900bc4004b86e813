package io.antflow.demo;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Order;

/** The same against the packaged service. */
@QuarkusIntegrationTest
@Order(2)
class DemoIT extends DemoResourceTest {}
