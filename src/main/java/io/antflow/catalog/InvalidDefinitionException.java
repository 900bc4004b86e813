package io.antflow.catalog;

import io.antflow.catalog.document.MalformedDocumentException;
import java.util.List;
import java.util.stream.Collectors;

/** A text is no definition; tells every violation at once, each with its place. */
public final class InvalidDefinitionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<LocatedViolation> violations;
    private final boolean malformed;

    private InvalidDefinitionException(List<LocatedViolation> violations, boolean malformed) {
        super(violations.stream().map(LocatedViolation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
        this.malformed = malformed;
    }

    static InvalidDefinitionException of(List<LocatedViolation> violations) {
        return new InvalidDefinitionException(violations, false);
    }

    static InvalidDefinitionException of(MalformedDocumentException fault) {
        return new InvalidDefinitionException(List.of(new LocatedViolation("", fault.what(), fault.location())), true);
    }

    /** All violations, in the order of the text; at least one. */
    public List<LocatedViolation> violations() {
        return violations;
    }

    /** Whether the text is not even a document, but the one violation says where reading ended. */
    public boolean malformed() {
        return malformed;
    }
}
