package io.antflow.tasks.http;

/**
 * One origin, or all below a domain.
 *
 * @param origin with the domain as host when all below it are meant
 */
record OriginPattern(Origin origin, boolean below) {

    /**
     * @param text {@code https://host[:port]} or {@code https://*.domain[:port]}
     * @throws IllegalArgumentException it is neither; says why
     */
    static OriginPattern parse(String text) {
        boolean below = text.contains("://*.");
        String url = below ? text.replaceFirst("\\*\\.", "") : text;
        Target target = Target.parse(url);
        if (!target.resource().equals("/")) {
            throw new IllegalArgumentException("an origin ends after host and port");
        }
        return new OriginPattern(target.origin(), below);
    }

    boolean matches(Origin other) {
        return other.tls() == origin.tls()
                && other.port() == origin.port()
                && (below
                        ? other.host().endsWith("." + origin.host())
                        : other.host().equals(origin.host()));
    }

    @Override
    public String toString() {
        return below ? origin.toString().replace("://", "://*.") : origin.toString();
    }
}
