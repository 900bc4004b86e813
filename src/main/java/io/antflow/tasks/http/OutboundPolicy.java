package io.antflow.tasks.http;

import io.antflow.tasks.ClientText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where calls may go. What is asked is the address that is then connected to, not the name: so a name that resolves to
 * another address the next moment gains nothing. Immutable.
 */
final class OutboundPolicy {

    private final List<AllowRule> rules;

    private OutboundPolicy(List<AllowRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * @param entries of {@code antflow.http.allow}
     * @throws IllegalArgumentException one is wrong; names the key and the entry
     */
    static OutboundPolicy of(List<String> entries) {
        List<AllowRule> rules = new ArrayList<>();
        for (String entry : entries) {
            try {
                rules.add(AllowRule.parse(entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "antflow.http.allow: '%s': %s".formatted(ClientText.shown(entry), e.getMessage()), e);
            }
        }
        return new OutboundPolicy(rules);
    }

    /** Those of a host's addresses that may be called. */
    List<InetAddress> allowed(Origin origin, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> allows(origin, address.getAddress()))
                .toList();
    }

    /** Whether it is worth asking for the host's addresses at all. */
    boolean mayAllow(Origin origin) {
        return rules.stream().anyMatch(rule -> rule.mayAllow(origin));
    }

    private boolean allows(Origin origin, byte[] address) {
        for (AllowRule rule : rules) {
            if (rule.allows(origin, address)) {
                return true;
            }
        }
        return false;
    }
}
