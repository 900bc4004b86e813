package io.antflow.contract;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class StoredDocumentIT extends StoredDocumentResourceTest {}
