package io.antflow.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class DocumentedTasksIT extends DocumentedTasksResourceTest {
    @Override
    LogLines watchLog() {
        return LogLines.ofThePackagedService();
    }
}
