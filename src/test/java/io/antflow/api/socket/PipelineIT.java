package io.antflow.api.socket;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class PipelineIT extends PipelineResourceTest {}
