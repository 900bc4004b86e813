package io.antflow.tasks.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a header's name and value may be (RFC 9110, 5.1 and 5.5). */
final class HeaderText {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** Of the connection, not of a request: the client writes them. */
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

    private HeaderText() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isOurs(String name) {
        return OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isSecret(String name) {
        return SECRETS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** @throws IllegalArgumentException it is none; says why, without it */
    static String requireValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        "a header's value has only printable ASCII, not \\u%04x".formatted((int) c));
            }
        }
        return text;
    }
}
