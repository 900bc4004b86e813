package io.antflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.antflow.api.access.GuardedAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("keys");
        Files.writeString(path, line("1"));
    }

    private static String line(String key) {
        return "caller-%s admin %s\n".formatted(key, GuardedAccess.sha256("antflow_" + key));
    }

    @Test
    void takesWhatHasChanged() throws IOException {
        KeyFile file = new KeyFile(path);

        Files.writeString(path, line("2"));
        file.look();

        assertThat(file.keys().find("antflow_1")).isEmpty();
        assertThat(file.keys().find("antflow_2")).isPresent();
    }

    @Test
    void followsALinkThatIsTurnedOverAsMountedSecretsAre() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(first.resolve("keys"), line("1"));
        Files.writeString(second.resolve("keys"), line("2"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        KeyFile file = new KeyFile(Files.createSymbolicLink(
                folder.resolve("mounted"), data.getFileName().resolve("keys")));

        Path turned = Files.createSymbolicLink(folder.resolve("..tmp"), second.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        file.look();

        assertThat(file.keys().find("antflow_1")).isEmpty();
        assertThat(file.keys().find("antflow_2")).isPresent();
    }

    @Test
    void keepsTheLastGoodKeysWhileTheFileIsWrong() throws IOException {
        KeyFile file = new KeyFile(path);

        for (String wrong : new String[] {"", "caller admin", line("2") + "x"}) {
            Files.writeString(path, wrong);
            file.look();
            assertThat(file.keys().find("antflow_1")).as(wrong).isPresent();
            assertThat(file.keys().find("antflow_2")).as(wrong).isEmpty();
            assertThat(file.faulty()).as(wrong).isTrue();
        }
        Files.delete(path);
        file.look();
        assertThat(file.keys().find("antflow_1")).isPresent();

        Files.writeString(path, line("2"));
        file.look();
        assertThat(file.keys().find("antflow_1")).isEmpty();
        assertThat(file.keys().find("antflow_2")).isPresent();
        assertThat(file.faulty()).isFalse();
    }

    @Test
    void refusesAFileThatCantBeReadAtAll() throws IOException {
        assertThatThrownBy(() -> new KeyFile(folder.resolve("none"))).hasMessage("can't be read (NoSuchFileException)");
        assertThatThrownBy(() -> new KeyFile(folder)).hasMessageStartingWith("can't be read");
        Files.write(path, new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> new KeyFile(path)).hasMessage("is no text in UTF-8");
        Files.write(path, new byte[2 << 20]);
        assertThatThrownBy(() -> new KeyFile(path)).hasMessage("has more than 1048576 bytes");
    }
}
