package io.antflow.dashboard.page;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class PageIT extends PageResourceTest {}
