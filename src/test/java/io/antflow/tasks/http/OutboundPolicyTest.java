package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "127.0.0.1, LOOPBACK",
        "127.255.255.254, LOOPBACK",
        "::1, LOOPBACK",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.32.0.1, PUBLIC",
        "192.168.255.255, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.100.100.200, RESTRICTED",
        "fd12:3456::1, PRIVATE",
        "fd00:ec2::254, RESTRICTED",
        "fd20:ce::254, RESTRICTED",
        "169.254.169.254, RESTRICTED",
        "169.254.170.2, RESTRICTED",
        "168.63.129.16, RESTRICTED",
        "192.0.0.192, RESTRICTED",
        "fe80::1, RESTRICTED",
        "febf::1, RESTRICTED",
        "0.0.0.0, RESTRICTED",
        "0.1.2.3, RESTRICTED",
        "::, RESTRICTED",
        "255.255.255.255, RESTRICTED",
        "224.0.0.1, RESTRICTED",
        "240.0.0.1, RESTRICTED",
        "ff02::1, RESTRICTED",
        "198.18.0.1, RESTRICTED",
        "192.0.2.1, RESTRICTED",
        "2001:db8::1, RESTRICTED",
        "2001::1, RESTRICTED",
        "fec0::1, RESTRICTED",
        "64:ff9b::8.8.8.8, PUBLIC",
        "64:ff9b::169.254.169.254, RESTRICTED",
        "64:ff9b::10.0.0.1, PRIVATE",
        "64:ff9b:1::1, RESTRICTED",
        "2002:0a00:0001::1, PRIVATE",
        "2002:a9fe:a9fe::1, RESTRICTED",
        "::ffff:169.254.169.254, RESTRICTED",
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:8.8.8.8, PUBLIC",
        "::169.254.169.254, RESTRICTED",
        "::127.0.0.1, RESTRICTED",
    })
    void everyAddressIsOfOneKind(String address, AddressKind kind) {
        assertThat(AddressKind.of(AddressRange.address(address))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public | https://api.example.com | 93.184.216.34 | true",
                "public | https://api.example.com | 10.0.0.1 | false",
                "public | http://localhost:8080 | 127.0.0.1 | false",
                "public,loopback | http://localhost:8080 | 127.0.0.1 | true",
                "public,private | http://crm.internal | 10.0.0.1 | true",
                "public,private,loopback | http://metadata.internal | 169.254.169.254 | false",
                "crm.internal | http://crm.internal:8080 | 10.0.0.1 | true",
                "crm.internal:8080 | http://crm.internal:8080 | 10.0.0.1 | true",
                "crm.internal:8080 | http://crm.internal:8081 | 10.0.0.1 | false",
                "crm.internal | https://api.example.com | 93.184.216.34 | false",
                "crm.internal | http://crm.internal.evil.example | 10.0.0.1 | false",
                "*.internal | http://crm.internal | 10.0.0.1 | true",
                "*.internal | http://internal | 10.0.0.1 | false",
                "*.internal:443 | https://a.b.internal | ::1 | true",
                "crm.internal | http://crm.internal | 169.254.169.254 | false",
                "crm.internal | http://crm.internal | fd00:ec2::254 | false",
                "169.254.169.254 | http://169.254.169.254 | 169.254.169.254 | true",
                "169.254.169.254:80 | http://metadata.internal | 169.254.169.254 | true",
                "169.254.169.254:80 | http://169.254.169.254:8080 | 169.254.169.254 | false",
                "10.0.0.0/8 | http://crm.internal | 10.255.0.1 | true",
                "10.0.0.0/8 | http://crm.internal | 11.0.0.1 | false",
                "10.128.0.0/9:8080 | http://crm.internal:8080 | 10.127.0.1 | false",
                "[fd00::]/8:8080 | http://crm.internal:8080 | fd12::1 | true",
                "[fd00::]/8:8080 | http://crm.internal:8081 | fd12::1 | false",
                "fd00::/8 | http://crm.internal:8081 | fd12::1 | true",
                "[::1]:8080 | http://[::1]:8080 | ::1 | true",
                "0.0.0.0/0 | http://crm.internal | 169.254.169.254 | true",
            })
    void aRuleAllowsWhatItNames(String allow, String url, String address, boolean allowed) throws Exception {
        OutboundPolicy policy = OutboundPolicy.of(List.of(allow.split(",")));
        Origin origin = Target.origin(url);
        InetAddress resolved = InetAddress.getByAddress(AddressRange.address(address));

        assertThat(policy.allowed(origin, List.of(resolved))).hasSize(allowed ? 1 : 0);
        if (allowed) {
            assertThat(policy.mayAllow(origin)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "public, http://10.0.0.1, false",
        "public, http://127.0.0.1, false",
        "public, http://8.8.8.8, true",
        "public, http://localhost, true",
        "10.0.0.0/8, http://11.0.0.1, false",
        "10.0.0.0/8, http://crm.internal, true",
        "crm.internal, http://api.example.com, false",
    })
    void whatCanNeverBeAllowedIsKnownBeforeItsAddress(String allow, String url, boolean may) {
        assertThat(OutboundPolicy.of(List.of(allow)).mayAllow(Target.origin(url)))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "https://api.example.com | an entry is a host, not a URL",
                "10.0.0.0/33 | a range's length is 0 to 32, not '33'",
                "10.0.0.0/x | a range's length is 0 to 32, not 'x'",
                "crm.internal/8 | 'crm.internal' is no address",
                "crm internal | 'crm internal' is no host",
                "crm:99999 | a port is 1 to 65535, not '99999'",
                "*.*.internal | '*.internal' is no host",
                "300.1.1.1 | '300.1.1.1' is no address",
                "* | '*' is no host",
            })
    void aWrongEntryIsNamed(String entry, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboundPolicy.of(List.of("public", entry)))
                .withMessage("antflow.http.allow: '%s': %s".formatted(entry, message));
    }
}
