package io.antflow.api.stream;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class DashboardIT extends DashboardResourceTest {}
