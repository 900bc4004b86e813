package io.antflow.demo;

import io.antflow.engine.Run;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says, as soon as the service can be reached, where it is and what to try next. */
@Singleton
final class StartBanner {

    private static final Logger LOG = Logger.getLogger("io.antflow");

    private final Demo demo;
    private final HttpServer server;

    StartBanner(Demo demo, HttpServer server) {
        this.demo = demo;
        this.server = server;
    }

    void show(@ObservesAsync HttpServerStart started) {
        String address = "http://localhost:" + server.getPort();
        LOG.info(demo.run().map(run -> withDemo(address, run)).orElseGet(() -> withoutDemo(address)));
    }

    private static String withDemo(String address, Run run) {
        return """
                AntFlow is at %1$s and works on its demo, about a minute long. Watch it in a browser there, or here:
                  curl -N %1$s/api/dashboard
                More of it, for programs:
                  curl -N '%1$s/api/runs/%2$s/snapshots?interval=2'
                  curl -N '%1$s/api/runs/%2$s/events?type=status&status=failed'
                  curl %1$s/api/runs/%2$s/errors
                  curl '%1$s/api/runs/%2$s/items?status=retrying'
                  curl %1$s/api/pipelines/users
                  curl %1$s/q/metrics
                Send it a user, and wait for the result:
                  curl -H 'Content-Type: application/json' -H 'Prefer: wait=10' %1$s/api/pipelines/users/runs \\
                    -d '[{"id": "me", "name": "Ada Lovelace", "email": "ada@example.com", "age": 36, "signed_up": "2024-05-01", "country": "GB"}]'""".formatted(address, run.id());
    }

    private static String withoutDemo(String address) {
        return """
                AntFlow is at %1$s, for browsers, too; started with ANTFLOW_DEMO=true, it shows what it does. To begin with:
                  curl %1$s/api/tasks
                  curl %1$s/api/pipelines
                  curl %1$s/q/openapi""".formatted(address);
    }
}
