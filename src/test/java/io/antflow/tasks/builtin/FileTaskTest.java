package io.antflow.tasks.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.antflow.pipeline.NotRetryable;
import io.antflow.pipeline.Task;
import io.antflow.tasks.jq.Jq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileTaskTest {

    @TempDir
    private Path parent;

    private final AppendFiles files = new AppendFiles(3);
    private final Calls calls = new Calls();

    @AfterEach
    void closeFiles() throws IOException {
        files.close();
    }

    private Path data() {
        return parent.resolve("data");
    }

    private Task<?, ?> task(String with) throws Exception {
        return Calls.made(Calls.TASKS.file(new DataFolder(data(), files)), with);
    }

    @Test
    void addsALineAndGoesOnWithTheValue() throws Exception {
        Task<?, ?> task = task("{'path':'orders/{.region}.ndjson'}");

        Object result = calls.call(task, Jq.json("{'region':'eu','id':1,'text':'a\\nb'}"));
        calls.call(task, Jq.json("{'region':'eu','id':2}"));

        assertThat(result).isEqualTo(Jq.json("{'region':'eu','id':1,'text':'a\\nb'}"));
        assertThat(data().resolve("orders/eu.ndjson"))
                .hasContent("{\"region\":\"eu\",\"id\":1,\"text\":\"a\\nb\"}\n{\"region\":\"eu\",\"id\":2}\n");
    }

    @Test
    void writesAFileAnItemAndReplacesIt() throws Exception {
        Task<?, ?> task = task("{'path':'notes/{.id}.txt','mode':'write','format':'text','content':'.text'}");

        calls.call(task, Jq.json("{'id':7,'text':'one\\ntwo'}"));
        calls.call(task, Jq.json("{'id':7,'text':'three'}"));

        assertThat(data().resolve("notes/7.txt")).hasContent("three");
        assertThat(names(data().resolve("notes"))).containsExactly("7.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                ".hidden",
                "a/b",
                "a\\b",
                "../../etc/passwd",
                "/etc/passwd",
                "a\u0000b",
                "a\nb",
                "a\u202eb",
                "nul",
                "NUL",
                "con.txt",
                "COM1",
                "lpt9.log",
                " a",
                "a.",
                "a:b",
                "a*",
                "~/x",
                "C:\\x",
                "a\u2028b",
                "<a>",
                "a|b"
            })
    void noItemLeadsOutOfTheFolderOrToAnOddName(String name) throws Exception {
        Task<?, ?> task = task("{'path':'{.name}','mode':'write'}");
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("name", name);

        assertThatThrownBy(() -> calls.call(task, value)).isInstanceOf(NotRetryable.class);
        assertThat(data()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"null", "''", "'[1]'", "'{\"a\":1}'"})
    void aPlaceholderGivesPartOfAName(String value) throws Exception {
        Task<?, ?> task = task("{'path':'x{.name}'}");
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("name", value.isEmpty() ? item.textNode("") : Jq.json(value));

        assertThatThrownBy(() -> calls.call(task, item))
                .isInstanceOf(UnusableValueException.class)
                .hasMessageStartingWith(
                        "a placeholder of path must be a text without slashes, or a number, and gives ");
    }

    @Test
    void aNameIsAsLongAsFileSystemsHaveIt() throws Exception {
        Task<?, ?> task = task("{'path':'{.name}'}");

        assertThatThrownBy(() -> calls.call(task, Jq.json("{'name':'" + "é".repeat(101) + "'}")))
                .isInstanceOf(UnusablePathException.class)
                .hasMessageEndingWith("has a name in it of more than 200 bytes");
        calls.call(task, Jq.json("{'name':'" + "é".repeat(100) + "'}"));
        assertThat(names(data())).containsExactly("é".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "write"})
    void symbolicLinksAreNotFollowed(String mode) throws Exception {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectory(data());
        Files.createSymbolicLink(data().resolve("folder"), outside);
        Files.createSymbolicLink(data().resolve("file"), secret);
        Files.createSymbolicLink(data().resolve("dangling"), outside.resolve("new"));
        Files.writeString(data().resolve("plain"), "");

        for (String path : List.of("folder/secret", "folder/new", "file", "dangling", "plain/x", "folder")) {
            Task<?, ?> task = task("{'path':'" + path + "','mode':'" + mode + "'}");
            assertThatThrownBy(() -> calls.call(task, Jq.json("1"))).as(path).isInstanceOf(UnusablePathException.class);
        }
        assertThat(secret).hasContent("secret");
        assertThat(names(outside)).containsExactly("secret");
    }

    @Test
    void theDataFolderItselfMayBeALink() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        Files.createSymbolicLink(data(), disk);

        calls.call(task("{'path':'x','mode':'write'}"), Jq.json("1"));

        assertThat(disk.resolve("x")).hasContent("1");
    }

    @Test
    void linesOfManyRunsStayWhole() throws Exception {
        List<Task<?, ?>> runs = List.of(
                task("{'path':'all.ndjson'}"), task("{'path':'all.ndjson'}"), task("{'path':'{.file}.ndjson'}"));
        String text = "x".repeat(20_000);
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Task<?, ?> run = runs.get(i % 3);
            JsonNode value = JsonNodeFactory.instance
                    .objectNode()
                    .put("i", i)
                    .put("file", "f" + i % 10)
                    .put("text", text);
            work.add(() -> calls.call(run, value));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> done : executor.invokeAll(work)) {
                done.get();
            }
        }

        List<Integer> written = new ArrayList<>();
        for (String name : names(data())) {
            for (String line : Files.readAllLines(data().resolve(name))) {
                JsonNode value = Jq.json(line);
                assertThat(value.path("text").asText()).isEqualTo(text);
                written.add(value.path("i").asInt());
            }
        }
        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 600).boxed().toList());
        assertThat(files.openFiles()).isLessThanOrEqualTo(3);
    }

    @Test
    void aTornLastLineIsLeftAlone() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("x"), "{\"a\":1}\n{\"b\":");

        calls.call(task("{'path':'x'}"), Jq.json("2"));

        assertThat(data().resolve("x")).hasContent("{\"a\":1}\n{\"b\":\n2\n");
    }

    @Test
    void aFileThatIsMovedAwayIsMadeAnew() throws Exception {
        Task<?, ?> task = task("{'path':'x'}");
        calls.call(task, Jq.json("1"));
        Files.move(data().resolve("x"), data().resolve("x.1"));

        calls.call(task, Jq.json("2"));

        assertThat(data().resolve("x.1")).hasContent("1\n");
        assertThat(data().resolve("x")).hasContent("2\n");
    }

    @Test
    void anInterruptDoesNotCloseTheFileForOthers() throws Exception {
        Task<?, ?> task = task("{'path':'x'}");
        calls.call(task, Jq.json("1"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> calls.call(task, Jq.json("2"))).isInstanceOf(InterruptedException.class);

        Thread.interrupted();
        calls.call(task, Jq.json("3"));
        assertThat(data().resolve("x")).hasContent("1\n3\n");
    }

    @Test
    void anInterruptLeavesNothingHalfWritten() throws Exception {
        Task<?, ?> task = task("{'path':'x','mode':'write'}");
        Thread.currentThread().interrupt();

        calls.call(task, Jq.json("2"));

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(names(data())).containsExactly("x");
        assertThat(data().resolve("x")).hasContent("2");
    }

    @Test
    void textThatIsAddedIsOneLine() throws Exception {
        Task<?, ?> task = task("{'path':'x','format':'text'}");

        calls.call(task, Jq.json("'one'"));
        assertThatThrownBy(() -> calls.call(task, Jq.json("'one\\ntwo'")))
                .hasMessage("content must be a text of one line, and gives 'one\\u000atwo' for this item");
        assertThatThrownBy(() -> calls.call(task, Jq.json("1"))).isInstanceOf(UnusableValueException.class);

        assertThat(data().resolve("x")).hasContent("one\n");
    }

    @Test
    void whatCanNotBeWrittenMayBeTriedAgain() throws Exception {
        Files.writeString(data(), "in the way");

        for (String mode : List.of("append", "write")) {
            Task<?, ?> task = task("{'path':'x','mode':'" + mode + "'}");
            assertThatThrownBy(() -> calls.call(task, Jq.json("1")))
                    .isInstanceOf(FileWriteException.class)
                    .isNotInstanceOf(NotRetryable.class)
                    .hasMessageStartingWith("can't write 'x' in the data folder: ")
                    .message()
                    .doesNotContain(parent.toString());
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
