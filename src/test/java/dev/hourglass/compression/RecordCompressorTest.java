package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.RecordFolder;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are read, and that no container holds. */
class RecordCompressorTest {
    @TempDir private Path directory;
    private SmallCodec codec;
    private RecordFolder folder;

    @BeforeEach
    void open() throws Exception {
        codec = new SmallCodec();
        folder = new RecordFolder(directory);
    }

    @AfterEach
    void close() {
        codec.close();
    }

    @Test
    void recordsOfNothingAreRefused() {
        folder.text("r.hea", "r 1 360 1099511627776\n~ 0 200\n");
        assertRefused("The headers state 1099511627776 samples, and the signal files hold 0");
    }

    @Test
    void recordsWhoseGapsGoOnAndOnAreRefused() {
        folder.text("r.hea", "r/3 1 360 100000200\ns 100\n~ 100000000\ns 100\n");
        folder.text("s.hea", "s 1 360 100\ns.dat 16 200\n");
        folder.words("s.dat", new int[100]);
        assertRefused("The headers state 100000200 samples, and the signal files hold 100");
    }

    @Test
    void recordsThatComeBackToAFileAgainAndAgainAreRefused() {
        int segments = 70_000;
        folder.text("r.hea", "r/" + segments + " 1\n" + "s 1000\n".repeat(segments));
        folder.text("s.hea", "s 1 250 1000\ns.dat 16 200\n");
        folder.words("s.dat", new int[1000]);
        assertRefused("The headers state 70000000 samples, and the signal files hold 1000");
    }

    @Test
    void signalsOfVeryUnequalRatesAreRefused() {
        folder.text("r.hea", "r 2 1 20\n~ 0\n~ 0x1000000\n");
        assertRefused("to join its signals to frames takes 20000064 samples at a time");
    }

    @Test
    void signalsLongerThanAContainerHoldsAreRefused() {
        folder.text("r.hea", "r 1 360 1099511627776\n~ 0x2 200\n");
        assertRefused("The headers state 2199023255552 samples");
    }

    @Test
    void headersOfMoreThanAMebibyteAreRefused() {
        folder.text("r.hea", "r 1 360 2\nr.dat 16\n" + "# a comment\n".repeat(100_000));
        folder.words("r.dat", 1, 2);
        assertRefused("No container holds the record: a header of ");
    }

    @Test
    void annotatorsThatAContainerDoesNotNameAreRefused() {
        folder.text("r.hea", "r 1 360 2\nr.dat 16\n");
        folder.words("r.dat", 1, 2);
        folder.words("r.-x", 1 << 10 | 1, 0);
        assertRefused("No container holds the record: an extension is -x");
    }

    @Test
    void settingsOfNoContainerAreRefusedBeforeAnyRecord() throws Exception {
        FileSystem files = FileSystem.getLocal(new Configuration());
        for (CodecSettings settings :
                Arrays.asList(
                        settings("ecg", SmallCodec.SHA256, 8, 1),
                        settings("ecg/1", "abc", 8, 1),
                        settings("ecg/1", SmallCodec.SHA256, 8, 0))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RecordCompressor(files, codec.network, settings));
        }
    }

    private static CodecSettings settings(String model, String sha256, int overlap, double step) {
        return new CodecSettings(model, sha256, overlap, step, HgcHeader.Promise.NONE);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> codec.compressed(folder.open("r"), 0.1))
                .isInstanceOfSatisfying(
                        MalformedRecordException.class,
                        refused -> assertThat(refused.path()).endsWith("/r.hea"))
                .hasMessageContaining(reason);
    }
}
