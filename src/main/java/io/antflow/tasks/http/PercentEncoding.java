package io.antflow.tasks.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of RFC 3986, in UTF-8. */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";
    private static final boolean[] UNRESERVED = new boolean[128];
    private static final boolean[] LEGAL = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            UNRESERVED[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            LEGAL[c] = UNRESERVED[c] || ":/?#[]@!$&'()*+,;=".indexOf(c) >= 0;
        }
    }

    private PercentEncoding() {}

    /** Everything but letters, digits, {@code - . _ ~} is encoded: for a value that is to stay one piece. */
    static String strict(String text) {
        return encoded(text, UNRESERVED, false);
    }

    /** Only what a URL can't have is encoded; what is encoded already stays. */
    static String legal(String text) {
        return encoded(text, LEGAL, true);
    }

    private static String encoded(String text, boolean[] plain, boolean keepEncoded) {
        int first = firstOther(text, plain, keepEncoded);
        if (first == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (codePoint < 128 && (plain[codePoint] || (keepEncoded && isEncoded(text, i)))) {
                encoded.append((char) codePoint);
            } else {
                for (byte b : text.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
                }
            }
            i = next;
        }
        return encoded.toString();
    }

    private static int firstOther(String text, boolean[] plain, boolean keepEncoded) {
        int i = 0;
        while (i < text.length()
                && text.charAt(i) < 128
                && (plain[text.charAt(i)] || (keepEncoded && isEncoded(text, i)))) {
            i++;
        }
        return i;
    }

    private static boolean isEncoded(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
