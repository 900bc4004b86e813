package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;

/** A key pair in a file, with a certificate for {@code localhost} that nobody has signed but itself. */
record SelfSigned(Path store) {

    static final String PASSWORD = "changeit";

    /** Makes one in that folder. */
    static SelfSigned in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process making = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(making.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(making.waitFor()).as(said).isZero();
        return new SelfSigned(store);
    }

    /** To show it, or to trust it. */
    PfxOptions options() {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    /** A server on loopback that shows it, with HTTP/2. */
    HttpServerOptions server() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setHost("127.0.0.1")
                .setPort(0)
                .setKeyCertOptions(options());
    }
}
