package io.antflow.metrics;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class MetricsIT extends MetricsResourceTest {}
