package dev.hourglass.store;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.FullFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    @TempDir private Path folder;

    @Test
    void openingMakesTheRootAndLeavesNoFileInIt() throws IOException {
        Path root = folder.resolve("a/b/store");
        Store store = open(root);
        assertThat(root).isDirectory();
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(store.root().toString()).isEqualTo("file:" + root);
    }

    @Test
    void openingAgainFindsWhatWasWritten() {
        Store store = open(folder);
        store.writeText(at(store, "runs/r/config.conf"), "a = 1");
        assertThat(open(folder).readText(at(store, "runs/r/config.conf"))).isEqualTo("a = 1");
    }

    @Test
    void aRegularFileIsNoStore() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertUnwritable(file.toString());
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void noStoreLiesBelowARegularFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertUnwritable(file.resolve("store").toString());
    }

    /** Not even root may write there, whatever user runs the tests. */
    @Test
    void aFolderThatNobodyMayWriteIsNoStore() {
        assertUnwritable("/proc/hourglass");
    }

    @Test
    void aFullDiskIsFoundBeforeAnyWork() {
        assertThat(
                        failure(
                                ErrorCode.STORE_UNWRITABLE,
                                () ->
                                        Store.open(
                                                "full://" + folder,
                                                FullFileSystem.configuration())))
                .hasMessageContaining("No space left on device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nosuch://host/store", "s3a://bucket/store", "file://host/store", ":"})
    void aLocationThatNoFileSystemKnowsIsNoStore(String location) {
        assertUnwritable(location);
    }

    @Test
    void everythingHasItsPlaceBelowTheRoot() {
        Store store = open(folder);
        assertThat(store.dataset("d")).isEqualTo(at(store, "datasets/d"));
        assertThat(store.run("r")).isEqualTo(at(store, "runs/r"));
        assertThat(store.models("m")).isEqualTo(at(store, "models/m"));
        assertThat(store.model("m", 12)).isEqualTo(at(store, "models/m/12"));
        assertThat(store.embeddings("m", 12, LocalDate.of(2026, 1, 2)))
                .isEqualTo(at(store, "embeddings/m/model=12/date=2026-01-02"));
        assertThat(store.results("j", "r")).isEqualTo(at(store, "results/j/r"));
    }

    @Test
    void aFolderIsListedInNameOrderAndAMissingOneIsEmpty() {
        Store store = open(folder);
        for (String name : new String[] {"c", "a", "b"}) {
            store.writeText(at(store, "x/" + name), name);
        }
        assertThat(store.list(at(store, "x")))
                .extracting(FileStatus::getPath)
                .extracting(org.apache.hadoop.fs.Path::getName)
                .containsExactly("a", "b", "c");
        assertThat(store.list(at(store, "none"))).isEmpty();
        assertThat(store.exists(at(store, "x/a"))).isTrue();
        assertThat(store.exists(at(store, "x/d"))).isFalse();
    }

    @Test
    void textIsKeptAsUtf8WithoutAChecksumFileBesideIt() throws IOException {
        Store store = open(folder);
        store.writeText(at(store, "m/manifest.json"), "first");
        store.writeText(at(store, "m/manifest.json"), "Größe 5 µV");
        assertThat(store.readText(at(store, "m/manifest.json"))).isEqualTo("Größe 5 µV");
        assertThat(Files.readString(folder.resolve("m/manifest.json"))).isEqualTo("Größe 5 µV");
        assertThat(folder.resolve("m")).isDirectoryNotContaining("glob:**crc");
    }

    @Test
    void aTextTooLongForAManifestIsRefusedUnread() throws IOException {
        Store store = open(folder);
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("huge.json").toFile(), "rw")) {
            sparse.setLength(8L << 30);
        }
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> store.readText(at(store, "huge.json"))))
                .hasMessageContaining("huge.json")
                .hasMessageContaining("longer than");
    }

    @Test
    void aTextThatIsNotThereOrIsAFolderIsRefused() {
        Store store = open(folder);
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> store.readText(at(store, "none.json"))))
                .hasMessageContaining("none.json");
        failure(ErrorCode.STORE_CORRUPT, () -> store.readText(store.root()));
    }

    private static void assertUnwritable(String location) {
        assertThat(
                        failure(
                                ErrorCode.STORE_UNWRITABLE,
                                () -> Store.open(location, new Configuration())))
                .hasMessageContaining("store = " + location);
    }

    private static Store open(Path root) {
        return Store.open(root.toString(), new Configuration());
    }

    private static org.apache.hadoop.fs.Path at(Store store, String path) {
        return new org.apache.hadoop.fs.Path(store.root(), path);
    }
}
