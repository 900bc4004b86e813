package io.antflow.tasks.http;

import io.antflow.tasks.ClientText;
import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An absolute URL, split into who is asked and for what.
 *
 * @param origin who is asked
 * @param resource path and query, only of characters that a URL may have
 */
record Target(Origin origin, String resource) {

    private static final int MAX_LENGTH = 8_000;
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");
    private static final Pattern ENCODED_LETTERS = Pattern.compile("([^%+]|%[89a-f][0-9a-f])+");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2e){1,2}(?=[/?;]|$)", Pattern.CASE_INSENSITIVE);

    /** What {@link URI} leaves of a path that climbs higher than there is; RFC 3986 has it end at the top. */
    private static final Pattern ABOVE_THE_TOP = Pattern.compile("^([a-zA-Z]+://[^/?#]*)(/\\.\\.)+(?=[/?#]|$)");

    /**
     * Characters that a URL can't have are encoded, a fragment is dropped.
     *
     * @throws IllegalArgumentException it is no absolute URL of HTTP; says why, without the URL
     */
    static Target parse(String url) {
        return parse(origin(url), url);
    }

    /** The same, of a URL whose origin is known already. */
    static Target parse(Origin origin, String url) {
        int path = pathStart(url);
        String resource = PercentEncoding.legal(withoutFragment(url.substring(path)));
        if (!resource.startsWith("/")) {
            resource = "/" + resource;
        }
        if (resource.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a URL has at most " + MAX_LENGTH + " characters");
        }
        // The server would resolve it, and be asked for another thing than the URL seems to say.
        if (DOT_SEGMENT.matcher(path(resource)).find()) {
            throw new IllegalArgumentException("a URL's path has no segment '.' or '..'");
        }
        return new Target(origin, resource);
    }

    /** The origin at the beginning of a URL; what follows is not looked at. */
    static Origin origin(String url) {
        int scheme = url.indexOf("://");
        String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (!name.equals("http") && !name.equals("https")) {
            throw new IllegalArgumentException("a URL begins with https:// or http://");
        }
        return authority(name.equals("https"), url.substring(scheme + 3, pathStart(url)));
    }

    /** Where path, query or fragment of an absolute URL begin. */
    private static int pathStart(String url) {
        int i = url.indexOf("://") + 3;
        while (i < url.length() && "/?#\\".indexOf(url.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static Origin authority(boolean tls, String authority) {
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "a URL holds no user or password: 'auth' names credentials of the configuration");
        }
        int colon = authority.lastIndexOf(':');
        String host = authority;
        int port = tls ? Origin.HTTPS_PORT : Origin.HTTP_PORT;
        if (colon >= 0 && colon > authority.lastIndexOf(']')) {
            host = authority.substring(0, colon);
            port = port(authority.substring(colon + 1));
        }
        return new Origin(tls, host(host), port);
    }

    static int port(String text) {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not '" + ClientText.shown(text) + "'");
        }
        return port;
    }

    /** A host's name or address in its plain form: lower case, no brackets, no last dot, IDNA where it needs it. */
    static String host(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a URL has a host");
        }
        String host = text.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            String address = host.substring(1, host.length() - 1);
            if (IPV6.matcher(address).matches() && address.indexOf(':') >= 0) {
                AddressRange.address(address);
                return address;
            }
        } else {
            String ascii = ascii(decoded(host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
            if (HOST.matcher(ascii).matches()) {
                if (AddressRange.isAddress(ascii)) {
                    AddressRange.address(ascii);
                }
                return ascii;
            }
        }
        throw new IllegalArgumentException("'" + ClientText.shown(text) + "' is no host");
    }

    /** Letters that are not ASCII come encoded out of a template; those that are have no need to hide. */
    private static String decoded(String host) {
        if (host.indexOf('%') < 0) {
            return host;
        }
        return ENCODED_LETTERS.matcher(host).matches() ? URLDecoder.decode(host, StandardCharsets.UTF_8) : "";
    }

    private static String ascii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) > 127) {
                try {
                    return IDN.toASCII(host).toLowerCase(Locale.ROOT);
                } catch (IllegalArgumentException e) {
                    return "";
                }
            }
        }
        return host;
    }

    private static String withoutFragment(String text) {
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    private static String path(String resource) {
        int query = resource.indexOf('?');
        return query < 0 ? resource : resource.substring(0, query);
    }

    /**
     * What a {@code Location} means, said by this one.
     *
     * @throws IllegalArgumentException it is no URL of HTTP
     */
    Target resolve(String location) {
        URI resolved;
        try {
            resolved = URI.create(toString()).resolve(PercentEncoding.legal(location));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its Location is no URL", e);
        }
        return parse(ABOVE_THE_TOP.matcher(resolved.toString()).replaceFirst("$1"));
    }

    /** For errors and logs: of the query only the names, as its values may be secrets. */
    String redacted() {
        int query = resource.indexOf('?');
        if (query < 0) {
            return this.toString();
        }
        StringBuilder text = new StringBuilder(origin.toString()).append(resource, 0, query);
        char separator = '?';
        for (String parameter : resource.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            // A query without names may be a secret as a whole.
            text.append(separator).append(equals < 0 ? "…" : parameter.substring(0, equals) + "=…");
            separator = '&';
        }
        return text.toString();
    }

    /** The whole URL; for errors there is {@link #redacted}. */
    @Override
    public String toString() {
        return origin + resource;
    }
}
