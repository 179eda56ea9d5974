package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.source.wfdb.AnnotationFiles.AnnotationFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationFilesTest {
    private static final int NORMAL = 1 << 10;

    @TempDir private Path directory;
    private RecordFolder folder;

    @BeforeEach
    void recordWithAnnotations() {
        folder = new RecordFolder(directory);
        folder.text("r.hea", "r 2 100 1\nr.dat 16\nr.sig 16\n").words("r.dat", 0).words("r.sig", 0);
        folder.words("r.qrs", NORMAL + 9, 0).words("r.atr", 0).words("r.A_b-1", NORMAL, NORMAL, 0);
    }

    @Test
    void areThoseOfTheRecordsNameInTheOrderOfTheirAnnotators() throws Exception {
        folder.words("r2.atr", 0).words("r.x.atr", 0).words("r.atr~", 0).words("q.atr", 0);
        folder.words("r.", 0).words("ratr", 0).text("r.d/r.atr", "a folder").words("r.DAT", 0);
        AnnotationFiles found = folder.open("r").annotationFiles();

        assertThat(found.files())
                .extracting(AnnotationFile::annotator)
                .containsExactly("A_b-1", "atr", "qrs");
        assertThat(found.files())
                .extracting(file -> file.path().getName())
                .containsExactly("r.A_b-1", "r.atr", "r.qrs");
        assertThat(found.files().get(2).read(files())).containsExactly(9, 4, 0, 0);
        assertThat(found.ignored()).isEmpty();
    }

    @Test
    void ignoreAndNameWhatHoldsNoAnnotations() throws Exception {
        folder.text("r.txt", "A note that is no annotation.")
                .bytes("r.empty")
                .words("r.cut", NORMAL);

        assertThat(folder.open("r").annotationFiles().ignored())
                .extracting(ignored -> ignored.path().getName() + ": " + ignored.reason())
                .containsExactly(
                        "r.cut: The annotations end before their end mark",
                        "r.empty: The annotations end before their end mark",
                        "r.txt: The annotations end before their end mark");
        assertThat(folder.open("r").annotationFiles().files()).hasSize(3);
    }

    @Test
    void ignoreAndNameWhatIsTooLong() throws Exception {
        lengthen("r.long", AnnotationFiles.MAX_BYTES + 1L);
        lengthen("r.whole", AnnotationFiles.MAX_BYTES);
        AnnotationFiles found = folder.open("r").annotationFiles();

        assertThat(found.ignored())
                .extracting(ignored -> ignored.path().getName() + ": " + ignored.reason())
                .containsExactly("r.long: The file is longer than 8388608 bytes");
        assertThat(found.files()).extracting(AnnotationFile::annotator).contains("whole");
        AnnotationFile whole = found.files().get(3);
        assertThat(whole.read(files())).hasSize(AnnotationFiles.MAX_BYTES);
        lengthen("r.whole", AnnotationFiles.MAX_BYTES + 1L);
        assertThatThrownBy(() -> whole.read(files())).hasMessageContaining("has grown");
    }

    @Test
    void areNoSignalFilesOfSegments() throws Exception {
        folder.text("s.hea", "s 1 100 1\nm.one 16\n").words("m.one", 0).words("m.atr", 0);
        folder.text("m.hea", "m/1 1 100 1\ns 1\n");

        assertThat(folder.open("m").annotationFiles().files())
                .extracting(AnnotationFile::annotator)
                .containsExactly("atr");
    }

    private void lengthen(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private static FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration());
    }
}
