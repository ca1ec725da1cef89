package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path folder;

    @Test
    void secretsStay() {
        Path root = folder.resolve("state");
        String drawn;
        try (StateFolder state = StateFolder.open(Optional.of(root))) {
            drawn = state.secret("partnerKey");
            assertThat(drawn).hasSize(32).isEqualTo(state.secret("partnerKey")).isNotEqualTo(state.secret("other"));
        }
        try (StateFolder again = StateFolder.open(Optional.of(root))) {
            assertThat(again.secret("partnerKey")).isEqualTo(drawn);
        }
    }

    @Test
    void aSecondUserIsRefusedUntilTheFirstEnds() {
        try (StateFolder first = StateFolder.open(Optional.of(folder))) {
            assertThat(first.root()).exists();
            assertThatThrownBy(() -> StateFolder.open(Optional.of(folder)))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("in use by another Tandem")
                    .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
        }
        StateFolder.open(Optional.of(folder)).close();
    }

    @Test
    void foreignAndDamagedFoldersAreLeftAlone() throws Exception {
        Path foreign = Files.createDirectory(folder.resolve("holiday"));
        Files.writeString(foreign.resolve("beach.jpg"), "x");
        assertThatThrownBy(() -> StateFolder.open(Optional.of(foreign)))
                .hasMessageContaining("no state folder of Tandem");
        assertThat(foreign).isDirectoryContaining("glob:**beach.jpg").isDirectoryNotContaining("glob:**lock");

        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("tandem.json"), "{\"format\":");
        assertThatThrownBy(() -> StateFolder.open(Optional.of(damaged))).hasMessageContaining("is damaged");

        Path newer = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(newer.resolve("tandem.json"), "{\"format\":\"99\"}");
        assertThatThrownBy(() -> StateFolder.open(Optional.of(newer))).hasMessageContaining("format 99");

        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> StateFolder.open(Optional.of(file))).hasMessageContaining("is not a folder");
    }

    @Test
    void anEphemeralFolderVanishes() throws Exception {
        Path root;
        try (StateFolder state = StateFolder.open(Optional.empty())) {
            root = state.root();
            Files.createDirectories(state.folder("s3").resolve("a/b"));
            assertThat(state.lasting("dynamodb")).isNull();
        }
        assertThat(root).doesNotExist();
    }
}
