package io.antflow.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behind a proxy that speaks https to browsers. */
@QuarkusTest
@TestProfile(BehindTlsResourceTest.BehindProxy.class)
@Timeout(60)
class BehindTlsResourceTest {

    /** Believes its proxy. */
    public static final class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(new GuardedAccess().getConfigOverrides());
            config.put("quarkus.http.proxy.proxy-address-forwarding", "true");
            config.put("quarkus.http.proxy.enable-forwarded-host", "true");
            return config;
        }
    }

    private static final String HSTS = "Strict-Transport-Security";

    private static RequestSpecification from(String scheme, String host) {
        return given().header("X-Forwarded-Proto", scheme)
                .header("X-Forwarded-Host", host)
                .header("X-API-Key", GuardedAccess.key("viewer"));
    }

    @Test
    void theSessionGoesOverHttpsAloneWhereThePageCameByIt() {
        Response secure = from("https", "antflow.example").post("/api/session");
        Response plain = from("http", "antflow.example").post("/api/session");

        assertThat(secure.header("Set-Cookie")).containsPattern("(?i);\\s*Secure");
        assertThat(plain.header("Set-Cookie")).isNotNull().doesNotContainIgnoringCase("Secure");
        assertThat(from("https", "antflow.example").delete("/api/session").header("Set-Cookie"))
                .containsPattern("(?i);\\s*Secure");
    }

    @Test
    void browsersAreToldToKeepToHttpsWhereTheyCameByIt() {
        for (String path : new String[] {"/", "/api/runs", "/q/health", "/api/none"}) {
            from("https", "antflow.example").get(path).then().header(HSTS, equalTo("max-age=31536000"));
            from("http", "antflow.example").get(path).then().header(HSTS, nullValue());
        }
        // A year without http for whatever else is developed on the machine would be no favour.
        from("https", "localhost").get("/").then().header(HSTS, nullValue());
    }
}
