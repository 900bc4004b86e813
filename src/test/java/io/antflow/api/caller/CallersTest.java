package io.antflow.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.runtime.CallerLimit;
import io.antflow.runtime.RefusalCounts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();
    private final RefusalCounts counts = new RefusalCounts();
    private final Callers callers = new Callers(TestLimits.TIGHT, counts, now::get, 3);

    @Test
    void knowsAgainWhoHasAName() {
        assertThat(named("ada", "10.0.0.1")).isSameAs(named("ada", "10.0.0.2"));
        assertThat(named("ada", "10.0.0.1")).isNotSameAs(named("grace", "10.0.0.1"));
        assertThat(named("ada", "127.0.0.1")).as("a name counts everywhere").isSameAs(named("ada", "10.0.0.1"));
    }

    @Test
    void knowsAgainWhoHasNoneByAddress() {
        assertThat(unnamed("10.0.0.1")).isPresent().isEqualTo(unnamed("10.0.0.1"));
        assertThat(unnamed("10.0.0.1")).isNotEqualTo(unnamed("10.0.0.2"));
        assertThat(unnamed("10.0.0.1")).isNotEqualTo(Optional.of(named("10.0.0.1", "10.0.0.1")));
    }

    @Test
    void takesAllAddressesOfAnIpv6NetworkForOneCaller() {
        assertThat(unnamed("2001:db8:1:2::1")).isEqualTo(unnamed("2001:db8:1:2:ffff::9"));
        assertThat(unnamed("2001:db8:1:2::1")).isNotEqualTo(unnamed("2001:db8:1:3::1"));
    }

    @Test
    void limitsNobodyOnTheOwnMachineWhoHasNoName() {
        assertThat(unnamed("127.0.0.1")).isEmpty();
        assertThat(unnamed("127.9.9.9")).isEmpty();
        assertThat(unnamed("::1")).isEmpty();
        assertThat(unnamed("0:0:0:0:0:0:0:1")).isEmpty();
        assertThat(unnamed("127.0.0.1.example.org")).isPresent();
        assertThat(unnamed("unknown")).isPresent();
    }

    @Test
    void refusesRequestsThatComeTooFastOfThatCallerAlone() {
        Caller ada = named("ada", "10.0.0.1");
        ada.countRequest();
        ada.countRequest();

        assertThatThrownBy(ada::countRequest)
                .asInstanceOf(InstanceOfAssertFactories.type(HttpProblem.class))
                .satisfies(problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(429);
                    assertThat(problem.getHeaders()).containsEntry("Retry-After", 2L);
                    assertThat(problem.getDetail()).contains("antflow.callers.requests-per-second");
                });
        named("grace", "10.0.0.1").countRequest();
        now.addAndGet(SECOND);
        ada.countRequest();
        assertThat(counts.refusals(CallerLimit.REQUESTS)).isOne();
    }

    @Test
    void forgetsWhoHasNothingOpenWhenThereAreTooMany() {
        Caller idle = named("idle", "10.0.0.1");
        Caller streams = named("streams", "10.0.0.1");
        streams.streams().take();
        Caller asks = named("asks", "10.0.0.1");
        asks.countRequest();

        Caller newcomer = named("newcomer", "10.0.0.1");

        assertThat(named("streams", "10.0.0.1")).isSameAs(streams);
        assertThat(named("asks", "10.0.0.1")).isSameAs(asks);
        assertThat(named("newcomer", "10.0.0.1")).isSameAs(newcomer);
        assertThat(named("idle", "10.0.0.1"))
                .as("its place is taken: it shares that of all who come too late")
                .isNotSameAs(idle)
                .isSameAs(named("later", "10.0.0.1"));

        streams.streams().giveBack(1);
        now.addAndGet(10 * SECOND);
        assertThat(named("later", "10.0.0.1")).isNotSameAs(named("idle", "10.0.0.1"));
    }

    private Caller named(String name, String address) {
        QuarkusSecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .build();
        return callers.of(identity, new RemoteAddress(address)).orElseThrow();
    }

    private Optional<Caller> unnamed(String address) {
        QuarkusSecurityIdentity nobody =
                QuarkusSecurityIdentity.builder().setAnonymous(true).build();
        Optional<Caller> caller = callers.of(nobody, new RemoteAddress(address));
        assertThat(callers.of(null, new RemoteAddress(address))).isEqualTo(caller);
        return caller;
    }
}
