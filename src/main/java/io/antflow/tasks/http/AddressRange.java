package io.antflow.tasks.http;

import io.antflow.tasks.ClientText;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits.
 *
 * @param prefix the first of them, as bytes: 4 or 16
 * @param bits how many are the same
 */
record AddressRange(byte[] prefix, int bits) {

    private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /**
     * @param text an address, or one with {@code /bits}; IPv6 without brackets
     * @throws IllegalArgumentException it is neither; says why
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        int most = address.length * 8;
        if (slash < 0) {
            return new AddressRange(address, most);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
            throw new IllegalArgumentException("a range's length is 0 to " + most + ", not '" + bits + "'");
        }
        return new AddressRange(address, Integer.parseInt(bits));
    }

    /** Whether a text can only be meant as an address, not as a name: that needs no question to a name server. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || FOUR_PARTS.matcher(host).matches();
    }

    /** Of the four-part or IPv6 form; an IPv4 address written as IPv6 is IPv4. */
    static byte[] address(String text) {
        if (isAddress(text)) {
            try {
                return InetAddress.ofLiteral(text).getAddress();
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        throw new IllegalArgumentException("'" + ClientText.shown(text) + "' is no address");
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xFF) >> (8 - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && range.bits == bits && Arrays.equals(range.prefix, prefix);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(prefix) + bits;
    }
}
