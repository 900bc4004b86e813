package io.antflow.tasks.builtin;

import com.networknt.schema.regex.RegularExpression;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/** A schema's {@code pattern}, whose search an interrupt ends: a careless one may take longer than anyone lives. */
final class StoppablePattern implements RegularExpression {

    private final Pattern pattern;

    /** @throws java.util.regex.PatternSyntaxException it is no regular expression */
    StoppablePattern(String regex) {
        this.pattern = Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new StoppableText(value)).find();
    }

    /** The search asks it for each character that it looks at. */
    private record StoppableText(CharSequence text) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while matching a pattern");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new StoppableText(text.subSequence(start, end));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
