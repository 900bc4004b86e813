package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoutesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicReference<List<String>> answer = new AtomicReference<>(List.of());
    private final Routes routes = new Routes(OutboundPolicy.of(List.of("public")), this::lookUp, nanos::get);

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        questions.incrementAndGet();
        if (answer.get().isEmpty()) {
            throw new UnknownHostException(host);
        }
        InetAddress[] addresses = new InetAddress[answer.get().size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByAddress(
                    host, AddressRange.address(answer.get().get(i)));
        }
        return addresses;
    }

    private List<String> addresses() throws Exception {
        return routes
                .to(
                        Target.origin("http://api.example.com"),
                        "GET it",
                        Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .stream()
                .map(address -> address.hostAddress() + ":" + address.port())
                .toList();
    }

    @Test
    void onlyAddressesThatMayBeCalledAreLeft() throws Exception {
        answer.set(List.of("169.254.169.254", "93.184.216.34", "10.0.0.1", "1.1.1.1"));

        assertThat(addresses()).containsExactly("93.184.216.34:80", "1.1.1.1:80");
    }

    @Test
    void aNameThatLeadsElsewhereTheNextMomentGainsNothing() throws Exception {
        answer.set(List.of("93.184.216.34"));
        assertThat(addresses()).containsExactly("93.184.216.34:80");

        answer.set(List.of("169.254.169.254"));
        assertThat(addresses()).containsExactly("93.184.216.34:80");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThatExceptionOfType(OutboundRefusedException.class)
                .isThrownBy(this::addresses)
                .withMessage(
                        "GET it: antflow.http.allow does not list 'api.example.com:80' (169.254.169.254): whoever runs the service may add it");
        assertThat(questions).hasValue(2);
    }

    @Test
    void aFailureIsAskedForAgain() throws Exception {
        assertThatExceptionOfType(HttpConnectException.class).isThrownBy(this::addresses);
        answer.set(List.of("93.184.216.34"));

        assertThat(addresses()).hasSize(1);
    }

    @Test
    void allWhoWaitShareOneQuestion() throws Exception {
        answer.set(List.of("93.184.216.34"));
        List<Thread> threads = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        addresses();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(questions).hasValue(1);
    }
}
