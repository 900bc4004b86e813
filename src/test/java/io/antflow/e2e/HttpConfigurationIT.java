package io.antflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator got wrong in {@code antflow.http} is said at the start, in a line that names the key and no secret. */
@Timeout(120)
class HttpConfigurationIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow=https://crm.internal | antflow.http.allow: 'https://crm.internal': an entry is a host, not a URL",
                "credentials.crm.secret=s3cret,credentials.crm.secret-file=/run/x | antflow.http.credentials.crm has one of 'secret' and 'secret-file', and only one",
                "credentials.crm.secret-file=/nowhere/x | the file of antflow.http.credentials.crm.secret-file, /nowhere/x, can't be read (NoSuchFileException)",
                "tls-configuration-name=internal | antflow.http.tls-configuration-name: there is no quarkus.tls.internal.*",
            })
    void whatIsWrongIsRefusedAtTheStart(String settings, String said) throws Exception {
        String[] all = ("credentials.crm.type=bearer,credentials.crm.origins=https://crm.example.com,"
                        + (settings.contains("secret") ? "" : "credentials.crm.secret=s3cret,") + settings)
                .split(",");
        for (int i = 0; i < all.length; i++) {
            all[i] = "antflow.http." + all[i];
        }
        String log = Service.refusal(directory, all);

        assertThat(log.lines().map(String::strip)).contains(said);
        assertThat(log).doesNotContain("s3cret").doesNotContain("\tat ");
    }
}
