package io.antflow.tasks.http;

import io.antflow.api.LogLines;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Order;

/** The same against the packaged service. */
@QuarkusIntegrationTest
@Order(3)
class HttpTaskIT extends HttpTaskResourceTest {
    @Override
    LogLines watchLog() {
        return LogLines.ofThePackagedService();
    }
}
