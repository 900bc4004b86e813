package io.antflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PromQL expression asks for, as far as tests need to know. */
public final class PromQl {

    /** By group: text, a clause of label names, a range, or a name with its label matchers. */
    private static final Pattern PART = Pattern.compile("\"[^\"]*\""
            + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
            + "|\\[[^]]*]"
            + "|(?<name>[a-zA-Z_:][\\w:]*)(?<matchers>\\{(?:[^}\"]|\"[^\"]*\")*})?(?<call>\\s*\\()?");

    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "max", "min", "avg", "count", "topk");

    private PromQl() {}

    /** The metrics it asks for. */
    public static List<String> metrics(String expr) {
        return selectors(expr).stream()
                .map(selector -> selector.replaceFirst("\\{.*", ""))
                .distinct()
                .toList();
    }

    /** What it picks series by: metrics, with their label matchers. */
    public static List<String> selectors(String expr) {
        List<String> selectors = new ArrayList<>();
        Matcher part = PART.matcher(expr);
        while (part.find()) {
            String name = part.group("name");
            if (name != null
                    && part.group("call") == null
                    && !OPERATORS.contains(name)
                    && !AGGREGATIONS.contains(name)) {
                String matchers = part.group("matchers");
                selectors.add(matchers == null ? name : name + matchers);
            }
        }
        return selectors;
    }
}
