package io.antflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.antflow.pipeline.Pipeline;
import io.antflow.pipeline.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the folder's files do to the catalog, look by look. */
@Timeout(60)
class DefinitionFolderTest {

    private static final long MAX_BYTES = 10_000;
    private static final int MAX = 5;

    @TempDir
    Path directory;

    private Path folder;
    private Catalog catalog;
    private DefinitionFolder watched;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final List<String> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getLevel() + " "
                    + new org.jboss.logmanager.formatters.PatternFormatter("%s")
                            .format(org.jboss.logmanager.ExtLogRecord.wrap(line)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(directory.resolve("pipelines"));
        watch();
        Logger.getLogger(DefinitionFolder.class.getName()).addHandler(log);
    }

    @AfterEach
    void stop() {
        Logger.getLogger(DefinitionFolder.class.getName()).removeHandler(log);
    }

    private void watch(Pipeline... ofApplication) {
        catalog = Definitions.catalog(MAX, ofApplication);
        watched = new DefinitionFolder(Optional.of(folder), catalog, Definitions.texts(), MAX, MAX_BYTES, () -> now);
    }

    @Test
    void readsEveryFileAtTheFirstLook() throws IOException {
        write("users.yaml", stage("A"));
        write("named.yml", "name: other name\n" + stage("B"));
        write("etl.JSON", "{\"stages\": [{\"name\": \"C\", \"tasks\": [\"http\"]}]}");
        write("readme.md", "# no definition");

        watched.look();

        assertThat(pipelines()).containsExactly("etl: C", "other name: B", "users: A");
        assertThat(watched.report().problem()).isNull();
        assertThat(watched.report().files())
                .extracting(DefinitionFile::file, DefinitionFile::pipeline, DefinitionFile::changedAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("etl.JSON", "etl", now),
                        org.assertj.core.groups.Tuple.tuple("named.yml", "other name", now),
                        org.assertj.core.groups.Tuple.tuple("users.yaml", "users", now));
        assertThat(logged)
                .containsExactly(
                        "INFO pipeline 'etl' is defined by the file 'etl.JSON'",
                        "INFO pipeline 'other name' is defined by the file 'named.yml'",
                        "INFO pipeline 'users' is defined by the file 'users.yaml'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".x.yaml",
                ".x.yaml.swp",
                "x.yaml~",
                "x.yaml.swp",
                "#x.yaml#",
                ".#x.yaml",
                "x.yaml.bak",
                "x.txt",
                "yaml",
                "x"
            })
    void leavesAloneWhatIsNoDefinitionByItsName(String name) throws IOException {
        write(name, "{{{ not for us");

        watched.look();

        assertThat(watched.report().files()).isEmpty();
        assertThat(logged).isEmpty();
    }

    @Test
    void takesAChangeWhenTwoLooksBringTheSame() throws IOException {
        write("users.yaml", stage("A"));
        watched.look();

        write("users.yaml", stage("B"));
        watched.look();
        assertThat(pipelines()).as("after one look").containsExactly("users: A");

        watched.look();
        assertThat(pipelines()).as("after two").containsExactly("users: B");
        write("new.yaml", stage("N"));
        watched.look();
        assertThat(pipelines()).containsExactly("users: B");
        watched.look();
        assertThat(pipelines()).containsExactly("new: N", "users: B");
    }

    @Test
    void neverTakesAFileThatIsStillBeingWritten() throws IOException {
        watched.look();
        String whole = stage("A") + "  - {name: B, tasks: [http]}\n";
        Path file = write("users.yaml", stage("A"));
        watched.look(); // the first half is a definition, too

        Files.writeString(file, "  - {name: B, tasks: [http]}\n", StandardOpenOption.APPEND);
        watched.look();
        assertThat(pipelines()).isEmpty();

        watched.look();
        assertThat(Files.readString(file)).isEqualTo(whole);
        assertThat(catalog.pipeline("users").orElseThrow().stageNames()).containsExactly("A", "B");
        assertThat(logged).containsExactly("INFO pipeline 'users' is defined by the file 'users.yaml'");
    }

    @Test
    void seesWhatReplacesAFileUnderTheSameName() throws IOException {
        Path file = write("users.yaml", stage("A"));
        FileTime time = Files.getLastModifiedTime(file);
        look(2);

        // as editors do, and with the same size and time
        Path other = write(".users.yaml.tmp", stage("B"));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        look(2);

        assertThat(pipelines()).containsExactly("users: B");
    }

    @Test
    void seesAChangeOfTheSameSizeWithinTheGrainOfTheClock() throws IOException {
        Path file = write("users.yaml", stage("A"));
        now = Files.getLastModifiedTime(file).toInstant().plusSeconds(1);
        look(3);

        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, stage("B"));
        Files.setLastModifiedTime(file, time);
        look(2);

        assertThat(pipelines()).containsExactly("users: B");
    }

    /** A ConfigMap's folder: users.yaml → ..data/users.yaml, and ..data → ..2026_1: a change swaps ..data alone. */
    @Test
    void seesAConfigMapChangeItsSymbolicLink() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Files.writeString(first.resolve("users.yaml"), stage("A"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(folder.resolve("users.yaml"), Path.of("..data", "users.yaml"));
        watched.look();
        assertThat(pipelines()).containsExactly("users: A");

        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(second.resolve("users.yaml"), stage("B"));
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(first.resolve("users.yaml"));
        Files.delete(first);
        look(2);

        assertThat(pipelines()).containsExactly("users: B");
        assertThat(watched.report().files()).extracting(DefinitionFile::file).containsExactly("users.yaml");
    }

    @Test
    void keepsTheLastGoodDefinitionOfABrokenFile() throws IOException {
        write("users.yaml", stage("A"));
        watched.look();
        logged.clear();

        now = now.plusSeconds(60);
        write("users.yaml", "stages:\n  - name: B\n    workers: 0\n    tasks: [htpp]\n");
        look(5);

        assertThat(pipelines()).containsExactly("users: A");
        DefinitionFile file = watched.report().files().getFirst();
        assertThat(file.pipeline()).isEqualTo("users");
        assertThat(file.changedAt()).isEqualTo(now);
        assertThat(file.violations())
                .extracting(LocatedViolation::toString)
                .containsExactly(
                        "stages[0].workers: stage 'B': workers is 1 to 10000, not 0 (line 3, column 5)",
                        "stages[0].tasks[0]: stage 'B': unknown task 'htpp': did you mean 'http'? the tasks are"
                                + " fetch_user, http (line 4, column 13)");
        assertThat(logged)
                .as("said once")
                .containsExactly(
                        "WARN definition file 'users.yaml' is in error: stages[0].workers: stage 'B': workers is"
                                + " 1 to 10000, not 0 (line 3, column 5); stages[0].tasks[0]: stage 'B': unknown task 'htpp':"
                                + " did you mean 'http'? the tasks are fetch_user, http (line 4, column 13); pipeline 'users'"
                                + " stays as it was");

        write("users.yaml", stage("C"));
        look(2);
        assertThat(pipelines()).containsExactly("users: C");
        assertThat(watched.report().files().getFirst().violations()).isEmpty();
    }

    @Test
    void defineNothingByAFileThatWasNeverGood() throws IOException {
        write("users.yaml", "stages: [\n");

        look(3);

        assertThat(pipelines()).isEmpty();
        assertThat(watched.report().files()).singleElement().satisfies(file -> {
            assertThat(file.pipeline()).isNull();
            assertThat(file.violations()).hasSize(1);
        });
        assertThat(logged).singleElement().asString().endsWith("; it defines nothing");
    }

    @Test
    void deletesTheDefinitionOfADeletedFile() throws IOException {
        Path file = write("users.yaml", stage("A"));
        watched.look();

        Files.delete(file);
        assertThat(watched.look()).as("gone after one look").isEmpty();
        assertThat(pipelines()).containsExactly("users: A");
        assertThat(watched.look()).as("gone after two").containsExactly("users");

        assertThat(pipelines()).isEmpty();
        assertThat(watched.report().files()).isEmpty();
        assertThat(logged).last().isEqualTo("INFO definition file 'users.yaml' is gone");
    }

    @Test
    void keepsAFileThatIsDeletedAndWrittenAnew() throws IOException {
        Path file = write("users.yaml", stage("A"));
        watched.look();

        Files.delete(file);
        watched.look();
        write("users.yaml", stage("B"));
        assertThat(look(2)).isEmpty();

        assertThat(pipelines()).containsExactly("users: B");
    }

    @Test
    void followsAFileToANewPipeline() throws IOException {
        write("users.yaml", "name: one\n" + stage("A"));
        watched.look();

        write("users.yaml", "name: two\n" + stage("A"));

        assertThat(look(2)).containsExactly("one");
        assertThat(pipelines()).containsExactly("two: A");
    }

    @Test
    void letsTheFirstFileByNameDefineAPipeline() throws IOException {
        write("b.yaml", "name: users\n" + stage("B"));
        Path first = write("a.yaml", "name: users\n" + stage("A"));
        watched.look();

        assertThat(pipelines()).containsExactly("users: A");
        assertThat(watched.report().files().get(1)).satisfies(file -> {
            assertThat(file.pipeline()).isNull();
            assertThat(file.violations())
                    .extracting(LocatedViolation::toString)
                    .containsExactly("name: the file 'a.yaml' defines a pipeline 'users' already; choose another name");
        });

        Files.delete(first);
        look(2);
        assertThat(pipelines()).as("the next one takes over").containsExactly("users: B");
        assertThat(watched.report().files().getFirst().violations()).isEmpty();
    }

    @Test
    void leavesPipelinesOfTheApplicationAlone() throws IOException {
        watch(Pipeline.of(
                "users",
                Stage.named("X").task("same", (input, context) -> input).build()));
        write("users.yaml", stage("A"));

        look(3);

        assertThat(pipelines()).containsExactly("users: X");
        assertThat(watched.report().files()).singleElement().satisfies(file -> {
            assertThat(file.pipeline()).isNull();
            assertThat(file.violations())
                    .extracting(LocatedViolation::message)
                    .containsExactly("the application itself defines a pipeline 'users'; choose another name");
        });
        assertThat(logged).hasSize(1);
    }

    @Test
    void putsAFileBeforeAClientsDefinitionAndKeepsClientsFromIt() throws IOException {
        Definitions.put(catalog, "users", Definitions.json("{stages: [{name: 'X', tasks: ['http']}]}"));
        write("users.yaml", stage("A"));
        watched.look();

        assertThat(pipelines()).containsExactly("users: A");
        assertThatThrownBy(() ->
                        Definitions.put(catalog, "users", Definitions.json("{stages: [{name: 'X', tasks: ['http']}]}")))
                .isInstanceOf(FilePipelineException.class)
                .hasMessage("pipeline 'users' is defined by the file 'users.yaml'; change or delete the file, or choose"
                        + " another name");
        assertThatThrownBy(() -> catalog.delete("users")).isInstanceOf(FilePipelineException.class);
        assertThat(pipelines()).containsExactly("users: A");
    }

    @Test
    void readsNoMoreFilesThanDefinitionsMayBeKept() throws IOException {
        for (int i : IntStream.range(0, 2_000).toArray()) {
            write("p%04d.yaml".formatted(i), stage("A"));
        }
        watched.look();
        assertThat(catalog.definitions()).hasSize(MAX);
        assertThat(watched.report().files()).hasSize(MAX);
        assertThat(watched.report().problem())
                .isEqualTo("the folder has 2,000 files, but only 5 definitions are kept (antflow.pipelines.max); the"
                        + " others are not read");
        assertThat(logged).filteredOn(line -> line.contains("2,000 files")).hasSize(1);

        write("a.yaml", stage("A"));
        look(2);
        assertThat(catalog.definition("a"))
                .as("a newcomer takes nobody's place")
                .isEmpty();
        Files.delete(folder.resolve("p0003.yaml"));
        look(3);
        assertThat(catalog.definition("a")).isPresent();
    }

    @Test
    void reportsAFileForWhichClientsLeaveNoRoom() throws IOException {
        for (int i = 0; i < MAX; i++) {
            Definitions.put(catalog, "c" + i, Definitions.json("{stages: [{name: 'X', tasks: ['http']}]}"));
        }
        write("users.yaml", stage("A"));
        watched.look();
        assertThat(watched.report().files().getFirst().violations())
                .extracting(LocatedViolation::message)
                .containsExactly("pipeline 'users' is not kept: there are 5 definitions already, as many as"
                        + " antflow.pipelines.max allows; delete one first");

        catalog.delete("c0");
        watched.look();
        assertThat(catalog.pipeline("users")).isPresent();
        assertThat(watched.report().files().getFirst().violations()).isEmpty();
    }

    @Test
    void reportsWhatCannotBeReadAndKeepsWhatWasGood() throws Exception {
        Path file = write("users.yaml", stage("A"));
        watched.look();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve("circle.yaml"), Path.of("circle.yaml"));
        Files.createDirectory(folder.resolve("folder.yaml"));
        write("huge.yaml", stage("A") + "#".repeat((int) MAX_BYTES));
        Files.write(folder.resolve("latin1.yaml"), "name: Stra\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        look(2);

        assertThat(watched.report().files())
                .extracting(found -> found.file() + ", " + found.pipeline() + ": "
                        + found.violations().getFirst())
                .containsExactly(
                        "circle.yaml, null: it can't be read: Too many levels of symbolic links or unable to access"
                                + " attributes of symbolic link",
                        "folder.yaml, null: it is no regular file",
                        "huge.yaml, null: it is longer than 10,000 bytes",
                        "latin1.yaml, null: byte 0xdf is no UTF-8; save the document as UTF-8 (line 1, column 11)",
                        "users.yaml, users: it leads to no file");
        assertThat(pipelines()).containsExactly("users: A");
    }

    @Test
    void neverOpensAPipe() throws Exception {
        int made = new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString())
                .start()
                .waitFor();
        assumeThat(made).as("mkfifo").isZero();

        watched.look();

        assertThat(watched.report().files().getFirst().violations())
                .extracting(LocatedViolation::message)
                .containsExactly("it is no regular file");
    }

    @Test
    void saysWhenPermissionIsDenied() throws IOException {
        Path file = write("users.yaml", stage("A"));
        Files.setPosixFilePermissions(file, java.util.Set.of());
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        watched.look();

        assertThat(watched.report().files().getFirst().violations())
                .extracting(LocatedViolation::message)
                .containsExactly("it can't be read: permission denied");
    }

    @Test
    void doesWithoutAFolderUntilThereIsOne() throws IOException {
        Files.delete(folder);
        look(2);
        assertThat(watched.report().problem()).isNull();
        assertThat(logged).isEmpty();

        Files.createDirectory(folder);
        write("users.yaml", stage("A"));
        look(2);

        assertThat(pipelines()).containsExactly("users: A");
    }

    @Test
    void keepsItsDefinitionsWhenTheFolderGoesAway() throws IOException {
        write("users.yaml", stage("A"));
        watched.look();
        Files.move(folder, directory.resolve("elsewhere"));

        look(3);
        assertThat(pipelines()).containsExactly("users: A");
        assertThat(watched.report().problem()).isEqualTo("the folder is gone; its definitions stay as they were");
        assertThat(logged).filteredOn(line -> line.contains("is gone")).hasSize(1);

        Files.move(directory.resolve("elsewhere"), folder);
        look(2);
        assertThat(watched.report().problem()).isNull();
    }

    @Test
    void saysThatTheFolderIsNone() throws IOException {
        Files.delete(folder);
        Files.writeString(folder, "a file");

        look(2);

        assertThat(watched.report().problem()).startsWith("the folder can't be read: ");
        assertThat(logged).hasSize(1);
    }

    @Test
    void watchesNothingWhenItIsToldSo() {
        DefinitionFolder none =
                new DefinitionFolder(Optional.empty(), catalog, Definitions.texts(), MAX, MAX_BYTES, () -> now);

        assertThat(none.look()).isEmpty();
        assertThat(none.report()).isEqualTo(new FolderReport(null, null, List.of()));
    }

    /** Several looks at the folder, and what is gone after them. */
    private java.util.Set<String> look(int times) {
        java.util.Set<String> gone = new java.util.TreeSet<>();
        for (int i = 0; i < times; i++) {
            gone.addAll(watched.look());
        }
        return gone;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String stage(String name) {
        return "stages:\n  - {name: %s, tasks: [http]}\n".formatted(name);
    }

    /** Each as its name and that of its first stage. */
    private List<String> pipelines() {
        return catalog.definitions().stream()
                .map(definition -> definition.name() + ": "
                        + definition.stages().getFirst().name())
                .toList();
    }
}
