package io.antflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.catalog.document.Location;
import io.antflow.catalog.document.MalformedDocumentException;
import io.antflow.catalog.document.SourceDocument;
import io.antflow.config.RequestConfig;
import io.antflow.pipeline.InvalidPipelineException;
import jakarta.inject.Singleton;
import java.util.Comparator;

/** Reads definitions from the text that somebody wrote, and says of every violation where it stands there. */
@Singleton
final class DefinitionTexts {

    private static final Comparator<LocatedViolation> BY_PLACE = Comparator.comparing(
            LocatedViolation::location,
            Comparator.nullsFirst(Comparator.comparingInt(Location::line).thenComparingInt(Location::column)));

    private final DefinitionReader reader;
    private final int maxDepth;

    DefinitionTexts(DefinitionReader reader, RequestConfig limits) {
        this.reader = reader;
        this.maxDepth = limits.maxDepth();
    }

    /**
     * @param name the pipeline's; the definition's own may be absent, but not another one
     * @throws InvalidDefinitionException with every violation
     */
    DefinedPipeline read(String name, byte[] text, DocumentFormat format) {
        return read(name, document(text, format));
    }

    /**
     * @param otherwise the pipeline's name when the definition does not say one
     * @throws InvalidDefinitionException with every violation
     */
    DefinedPipeline readNamed(String otherwise, byte[] text, DocumentFormat format) {
        SourceDocument document = document(text, format);
        JsonNode own = document.root().path("name");
        return read(own.isTextual() ? own.textValue() : otherwise, document);
    }

    private SourceDocument document(byte[] text, DocumentFormat format) {
        try {
            SourceDocument document = SourceDocument.read(text, format, maxDepth);
            document.requireObject("a definition is an object with 'stages'");
            return document;
        } catch (MalformedDocumentException e) {
            throw InvalidDefinitionException.of(e);
        }
    }

    private DefinedPipeline read(String name, SourceDocument document) {
        try {
            return reader.read(name, document.root());
        } catch (InvalidPipelineException e) {
            throw InvalidDefinitionException.of(e.violations().stream()
                    .map(violation -> new LocatedViolation(
                            violation.field(), violation.message(), document.locationOf(violation.field())))
                    .sorted(BY_PLACE)
                    .toList());
        }
    }
}
