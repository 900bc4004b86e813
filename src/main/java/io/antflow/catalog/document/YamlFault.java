package io.antflow.catalog.document;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says what is wrong with a YAML text, and for the usual slips also what to do. */
final class YamlFault {

    private static final List<Slip> SLIPS = List.of(
            Slip.of(
                    "mapping values are not allowed",
                    "no ':' is allowed here: put a text with ': ' in it in quotes, or check the indentation"),
            Slip.of("TAB", "a tab is no indentation: use blanks"),
            Slip.of("found character '(.)'.* cannot start any token", "a text can't begin with '$1': put it in quotes"),
            Slip.of(
                    "unexpected end of stream while scanning a quoted scalar",
                    "the text in quotes has no end: a quote is missing"),
            Slip.of(
                    "unknown escape character (\\S)",
                    "the escape '\\\\$1' is unknown: write a backslash twice, or use single quotes"),
            Slip.of(
                    "expected <block end>, but found '<scalar>'",
                    "there is more after the text in quotes: put the whole of it in quotes, and a quote in it twice"),
            Slip.of(
                    "expected <block end>",
                    "this does not go on with the object or list before it: check the indentation"),
            Slip.of("could not find expected ':'", "a ':' is missing after the name of a field"),
            Slip.of(
                    "sequence entries are not allowed",
                    "no list is allowed here: it begins on the next line; put a '-' that is a text in quotes"),
            Slip.of(
                    "chomping or indentation indicators",
                    "the text of a block begins on the line after the '|' or '>'"),
            Slip.of(
                    "expected ',' or '(.)', but got .*",
                    "a ',' or '$1' is missing, or quotes around a text with brackets or commas"),
            Slip.of("expected '<document start>'", "there is a second document; one alone is taken"));

    private YamlFault() {}

    static MalformedDocumentException of(YAMLException fault, String text) {
        return switch (fault) {
            case ReaderException character ->
                new MalformedDocumentException(
                        "the character U+%04X is not allowed; in quotes it can be written as an escape"
                                .formatted(character.getCodePoint()),
                        locationOf(text, character.getPosition()));
            case MarkedYAMLException marked -> of(marked);
            default -> new MalformedDocumentException(String.valueOf(fault.getMessage()), null);
        };
    }

    private static MalformedDocumentException of(MarkedYAMLException fault) {
        Mark context = fault.getContextMark();
        Mark mark = fault.getProblemMark() == null ? context : fault.getProblemMark();
        String problem = String.valueOf(fault.getProblem());
        String whole = fault.getContext() == null ? problem : problem + " " + fault.getContext();
        String begin = context == null || context == mark ? "" : " (begun at %s)".formatted(YamlText.location(context));
        return new MalformedDocumentException(
                inOtherWords(whole) + begin, mark == null ? null : YamlText.location(mark));
    }

    private static String inOtherWords(String said) {
        for (Slip slip : SLIPS) {
            Matcher found = slip.said().matcher(said);
            if (found.find()) {
                return found.replaceFirst(slip.meant());
            }
        }
        return said;
    }

    /** What the parser says of a usual slip, and what it means to whoever made it. */
    private record Slip(Pattern said, String meant) {
        static Slip of(String said, String meant) {
            return new Slip(Pattern.compile(".*" + said + ".*", Pattern.DOTALL), meant);
        }
    }

    /** @param position in code points */
    private static Location locationOf(String text, int position) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Location(line, before.length() - before.lastIndexOf('\n'));
    }
}
