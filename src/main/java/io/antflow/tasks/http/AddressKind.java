package io.antflow.tasks.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What an address is for, after the registries of special-purpose addresses (RFC 6890 and its successors). */
enum AddressKind {
    /** Of the internet. */
    PUBLIC,
    /** Of somebody's own network. */
    PRIVATE,
    /** This machine. */
    LOOPBACK,
    /** Link-local, a cloud's metadata service, multicast, reserved: nothing that a pipeline has business with. */
    RESTRICTED;

    private static final List<AddressRange> LOOPBACKS = ranges("127.0.0.0/8", "::1");

    /** Before the others: some lie inside private or public ranges. */
    private static final List<AddressRange> METADATA = ranges(
            "169.254.0.0/16", // link-local: the metadata services of most clouds
            "fe80::/10",
            "100.100.100.200", // Alibaba
            "192.0.0.192", // Oracle
            "168.63.129.16", // Azure's host agent
            "fd00:ec2::/32", // AWS
            "fd20:ce::254"); // Google

    private static final List<AddressRange> PRIVATES =
            ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    private static final List<AddressRange> RESERVED = ranges(
            "0.0.0.0/8",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20");

    /** Everything that is given out to the internet in IPv6. */
    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange IPV4_COMPATIBLE = AddressRange.parse("::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    static AddressKind of(byte[] address) {
        if (in(LOOPBACKS, address)) {
            return LOOPBACK;
        }
        if (in(METADATA, address)) {
            return RESTRICTED;
        }
        if (in(PRIVATES, address)) {
            return PRIVATE;
        }
        if (in(RESERVED, address)) {
            return RESTRICTED;
        }
        return address.length == 4 ? PUBLIC : ofIpv6(address);
    }

    /** One that only wraps an IPv4 address leads there. */
    private static AddressKind ofIpv6(byte[] address) {
        if (NAT64.contains(address)) {
            return of(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return of(Arrays.copyOfRange(address, 2, 6));
        }
        if (IPV4_COMPATIBLE.contains(address)) {
            return RESTRICTED;
        }
        return GLOBAL_UNICAST.contains(address) ? PUBLIC : RESTRICTED;
    }

    private static boolean in(List<AddressRange> ranges, byte[] address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::parse).toList();
    }
}
