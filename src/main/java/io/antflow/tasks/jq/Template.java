package io.antflow.tasks.jq;

import io.antflow.tasks.ClientText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text with placeholders that an item's value fills: {@code {id}} is short for {@code {.id}}, and between the braces may
 * stand any jq. {@code {+.path}} keeps what has a meaning in URLs, as in RFC 6570. Immutable.
 *
 * @param text as it was written
 * @param parts what it consists of, in order
 */
public record Template(String text, List<Part> parts) {

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*|\\[[0-9]+])*");

    /** A piece of it. */
    public sealed interface Part {}

    /** Text that stays as it is. */
    public record Literal(String text) implements Part {}

    /**
     * What an item fills.
     *
     * @param source as it was written, with its braces
     * @param reserved whether it was written with a plus
     */
    public record Placeholder(String source, Expression expression, boolean reserved) implements Part {}

    /** Keeps a copy of the parts. */
    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException a brace is left over or an expression is wrong; says which and where
     */
    public static Template parse(String text, Expressions expressions) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '}') {
                throw new IllegalArgumentException("the '}' at character %d closes no placeholder".formatted(i + 1));
            }
            if (c != '{') {
                literal.append(c);
                i++;
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
            int end = end(text, i);
            parts.add(placeholder(text.substring(i, end), i, expressions));
            i = end;
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new Template(text, parts);
    }

    /** After the brace that closes the one at that place; braces and strings of jq in between don't count. */
    private static int end(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("the '{' at character %d is not closed".formatted(start + 1));
    }

    private static Placeholder placeholder(String source, int at, Expressions expressions) {
        String inside = source.substring(1, source.length() - 1).strip();
        boolean reserved = inside.startsWith("+");
        String jq = reserved ? inside.substring(1).strip() : inside;
        if (jq.isEmpty()) {
            throw new IllegalArgumentException("the placeholder at character %d is empty".formatted(at + 1));
        }
        try {
            return new Placeholder(source, expressions.compile(PATH.matcher(jq).matches() ? "." + jq : jq), reserved);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the placeholder %s at character %d %s".formatted(ClientText.shown(source), at + 1, e.getMessage()),
                    e);
        }
    }

    /** Whether items make a difference. */
    public boolean hasPlaceholders() {
        return parts.size() > 1 || alone().isPresent();
    }

    /** The text before the first placeholder. */
    public String beginning() {
        return parts.isEmpty() || !(parts.getFirst() instanceof Literal(String begin)) ? "" : begin;
    }

    /** The placeholder that is all there is. */
    public Optional<Placeholder> alone() {
        return parts.size() == 1 && parts.getFirst() instanceof Placeholder only ? Optional.of(only) : Optional.empty();
    }
}
