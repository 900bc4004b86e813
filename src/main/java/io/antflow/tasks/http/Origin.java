package io.antflow.tasks.http;

/**
 * Who is called: scheme, host and port.
 *
 * @param tls whether it is {@code https}
 * @param host in lower case, an IPv6 address without its brackets
 * @param port 1 to 65535
 */
record Origin(boolean tls, String host, int port) {

    static final int HTTP_PORT = 80;
    static final int HTTPS_PORT = 443;

    boolean hasDefaultPort() {
        return port == (tls ? HTTPS_PORT : HTTP_PORT);
    }

    /** Host and port, as in a {@code Host} header. */
    String authority() {
        return hasDefaultPort() ? bracketed() : hostAndPort();
    }

    /** Host and port, the port always there. */
    String hostAndPort() {
        return bracketed() + ":" + port;
    }

    boolean isIpv6() {
        return host.indexOf(':') >= 0;
    }

    private String bracketed() {
        return isIpv6() ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
