package io.antflow.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.antflow.catalog.PipelineDefinition;
import io.antflow.catalog.StageDefinition;
import io.antflow.catalog.TaskReference;
import io.antflow.catalog.document.DocumentFormat;
import io.antflow.catalog.document.SourceDocument;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.lang.annotation.Annotation;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class YamlWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whatever texts are in it, the YAML that the service writes is to its reader the JSON that it writes. */
    @Property(tries = 1_000)
    void writesWhatTheReaderReadsAsTheSame(
            @ForAll("texts") String text, @ForAll @DoubleRange(max = 604_800) double seconds) throws Exception {
        JsonNode with = JsonNodeFactory.instance
                .objectNode()
                .put(text, text)
                .putNull("none")
                .put("seconds", seconds);
        StageDefinition stage = new StageDefinition(
                text,
                3,
                List.of(new TaskReference(text, null, with), new TaskReference(text, null, null)),
                null,
                null,
                null,
                seconds,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                List.of(text),
                null,
                text);
        PipelineDefinition definition = new PipelineDefinition("users", List.of(stage));
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();

        new YamlWriter(JSON)
                .writeTo(
                        definition,
                        PipelineDefinition.class,
                        PipelineDefinition.class,
                        new Annotation[0],
                        MediaType.valueOf(Yaml.YAML),
                        new MultivaluedHashMap<>(),
                        yaml);

        JsonNode read = SourceDocument.read(yaml.toByteArray(), DocumentFormat.YAML, 100)
                .root();
        assertThat(JSON.readTree(read.toString())).isEqualTo(JSON.readTree(JSON.writeValueAsString(definition)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "no",
                        "on",
                        "08",
                        "1_0",
                        "1e3",
                        "~",
                        "null",
                        "true",
                        "",
                        " ",
                        "a: b",
                        "- a",
                        "*a",
                        "!a",
                        "@",
                        "%",
                        "'",
                        "\"",
                        "# a",
                        "a #b",
                        "\n",
                        "a\n",
                        "\na",
                        "a\n\nb\n",
                        " a\n b",
                        "a \nb",
                        "\t\n\t",
                        "a\r\nb",
                        "\u0007",
                        "\u0085",
                        "\u2028",
                        "\uFEFFa",
                        "😀",
                        "{a}",
                        "[a]",
                        "? a",
                        "|",
                        ">",
                        "<<",
                        "2024-05-01"),
                Arbitraries.strings()
                        .withCharRange('\u0000', '\uD7FF')
                        .withChars("\n :-#'\"")
                        .ofMaxLength(30));
    }
}
