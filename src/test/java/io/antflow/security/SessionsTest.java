package io.antflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final Sessions sessions = new Sessions(3, Duration.ofHours(12), now::get);

    private static QuarkusSecurityIdentity.Builder caller(String name) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole("viewer");
    }

    private boolean has(Sessions.Ticket ticket) {
        return sessions.find(ticket.token()).isPresent();
    }

    @Test
    void lastsForItsTimeAndNoLonger() {
        Sessions.Ticket ticket = sessions.open(caller("ada").build());

        assertThat(ticket.end()).isEqualTo(BEGIN.plus(Duration.ofHours(12)));
        assertThat(sessions.find(ticket.token())).hasValueSatisfying(session -> {
            assertThat(session.name()).isEqualTo("ada");
            assertThat(session.roles()).containsExactly("viewer");
        });
        now.set(ticket.end().minusMillis(1));
        assertThat(has(ticket)).isTrue();
        now.set(ticket.end());
        assertThat(has(ticket)).isFalse();
    }

    @Test
    void endsWithTheTokenThatItWasBegunBy() {
        SecurityIdentity token = caller("ada")
                .addAttribute(Pass.EXPIRY, BEGIN.plusSeconds(60).getEpochSecond())
                .build();

        assertThat(sessions.open(token).end()).isEqualTo(BEGIN.plusSeconds(60));
    }

    @Test
    void endsWithTheKeyThatItWasBegunBy() {
        AtomicBoolean known = new AtomicBoolean(true);
        Sessions.Ticket ticket = sessions.open(
                caller("ada").addAttribute(Pass.ATTRIBUTE, (Pass) known::get).build());

        assertThat(has(ticket)).isTrue();
        known.set(false);
        assertThat(has(ticket)).isFalse();
    }

    @Test
    void endsWhenItIsEnded() {
        Sessions.Ticket ticket = sessions.open(caller("ada").build());
        Sessions.Ticket other = sessions.open(caller("ada").build());

        sessions.end(ticket.token());

        assertThat(has(ticket)).isFalse();
        assertThat(has(other)).isTrue();
    }

    @Test
    void whoeverHasMostOfThemLosesTheOldest() {
        Sessions.Ticket ada = sessions.open(caller("ada").build());
        now.set(BEGIN.plusSeconds(1));
        Sessions.Ticket first = sessions.open(caller("bob").build());
        now.set(BEGIN.plusSeconds(2));
        Sessions.Ticket second = sessions.open(caller("bob").build());
        Sessions.Ticket third = sessions.open(caller("bob").build());

        assertThat(has(first)).isFalse();
        assertThat(has(ada)).isTrue();
        assertThat(has(second)).isTrue();
        assertThat(has(third)).isTrue();
    }

    @Test
    void tokensCantBeGuessedAndAreNotTold() {
        Sessions.Ticket ticket = sessions.open(caller("ada").build());

        assertThat(ticket.token())
                .hasSize(43)
                .isNotEqualTo(sessions.open(caller("ada").build()).token());
        assertThat(ticket.toString()).doesNotContain(ticket.token());
        assertThat(sessions.find("")).isEmpty();
    }
}
