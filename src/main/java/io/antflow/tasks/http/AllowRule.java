package io.antflow.tasks.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One entry of {@code antflow.http.allow}. */
sealed interface AllowRule {

    /** Whether an address may be called, under that name and at that port. */
    boolean allows(Origin origin, byte[] address);

    /** Whether it may allow something under that name and at that port, whatever address that turns out to have. */
    boolean mayAllow(Origin origin);

    /** A port, or any. */
    private static boolean matches(@Nullable Integer port, Origin origin) {
        return port == null || port == origin.port();
    }

    /** All addresses of one kind, at any port. */
    record Kind(AddressKind kind) implements AllowRule {

        @Override
        public boolean allows(Origin origin, byte[] address) {
            return AddressKind.of(address) == kind;
        }

        @Override
        public boolean mayAllow(Origin origin) {
            return !AddressRange.isAddress(origin.host()) || allows(origin, AddressRange.address(origin.host()));
        }
    }

    /**
     * A host by its name. Whoever answers for the name decides on the address: so it never leads to a restricted one.
     *
     * @param name in lower case; with {@code *.} before it, all names that end so
     */
    record Name(String name, boolean andBelow, @Nullable Integer port) implements AllowRule {

        @Override
        public boolean allows(Origin origin, byte[] address) {
            return mayAllow(origin) && AddressKind.of(address) != AddressKind.RESTRICTED;
        }

        @Override
        public boolean mayAllow(Origin origin) {
            return matches(port, origin)
                    && (andBelow
                            ? origin.host().endsWith("." + name)
                            : origin.host().equals(name));
        }
    }

    /** Addresses, under whatever name; even restricted ones. */
    record Range(AddressRange range, @Nullable Integer port) implements AllowRule {

        @Override
        public boolean allows(Origin origin, byte[] address) {
            return matches(port, origin) && range.contains(address);
        }

        @Override
        public boolean mayAllow(Origin origin) {
            return matches(port, origin)
                    && (!AddressRange.isAddress(origin.host()) || range.contains(AddressRange.address(origin.host())));
        }
    }

    /** @throws IllegalArgumentException it is none of them; says why */
    static AllowRule parse(String text) {
        String entry = text.strip().toLowerCase(Locale.ROOT);
        return switch (entry) {
            case "public" -> new Kind(AddressKind.PUBLIC);
            case "private" -> new Kind(AddressKind.PRIVATE);
            case "loopback" -> new Kind(AddressKind.LOOPBACK);
            default -> nameOrRange(entry);
        };
    }

    private static AllowRule nameOrRange(String entry) {
        if (entry.indexOf("://") >= 0) {
            throw new IllegalArgumentException("an entry is a host, not a URL");
        }
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > entry.lastIndexOf(']') && (entry.startsWith("[") || entry.indexOf(':') == colon);
        Integer port = hasPort ? (Integer) Target.port(entry.substring(colon + 1)) : null;
        String host = hasPort ? entry.substring(0, colon) : entry;
        String plain = host.replace("[", "").replace("]", "");
        int slash = plain.indexOf('/');
        if (slash >= 0 || AddressRange.isAddress(plain)) {
            return new Range(AddressRange.parse(plain), port);
        }
        boolean andBelow = host.startsWith("*.");
        return new Name(Target.host(andBelow ? host.substring(2) : host), andBelow, port);
    }
}
