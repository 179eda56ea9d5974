package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfdbRecordTest {
    private static final int MISSING = LeadReader.MISSING;

    @TempDir private Path directory;
    private RecordFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new RecordFolder(directory);
    }

    @Test
    void separatesTwoSignalsInOneFileOfFormat212() throws Exception {
        folder.text(
                "r.hea",
                "r 2 360 3\nr.dat 212 200 11 1024 995 2993 0 MLII\n"
                        + "r.dat 212 200 11 1024 1011 1012 0 V5\n");
        folder.bytes("r.dat", 0xE3, 0x33, 0xF3, 0xFF, 0x7F, 0xFF, 0xCF, 0x87, 0x02);

        assertThat(samples("r", "MLII")).containsExactly(995, -1, 1999);
        assertThat(samples("r", "V5")).containsExactly(1011, 2047, -2046);
    }

    @Test
    void readsTheFirstLeadWhereTheWantedOneIsMissing() throws Exception {
        folder.text("r.hea", "r 2 100\nr.dat 16 200 12 0 0 0 0 V5\nr.dat 16 200 12 0 0 0 0 V2\n");
        folder.words("r.dat", 1, 2, 3, 4);

        assertThat(folder.open("r").lead(Optional.of("MLII")).name()).isEqualTo("V5");
        assertThat(folder.open("r").lead(Optional.empty()).name()).isEqualTo("V5");
        assertThat(samples("r", "V2")).containsExactly(2, 4);
    }

    @Test
    void readsEachOfSeveralFilesInItsOwnFormat() throws Exception {
        folder.text(
                "r.hea",
                "r 3 100 3\na.dat 80 200 8 0 -1 4 0 A\nb.dat 61+1 200 16 0 258 772 0 B\n"
                        + "c.dat 212 200 12 0 995 3017 0 C\n");
        folder.bytes("a.dat", 127, 128, 133);
        folder.bytes("b.dat", 0xAA, 1, 2, 0, 2, 2, 0);
        folder.bytes("c.dat", 0xE3, 0x33, 0xF3, 0xF3, 0x03);

        assertThat(samples("r", "A")).containsExactly(-1, 0, 5);
        assertThat(samples("r", "B")).containsExactly(258, 2, 512);
        assertThat(samples("r", "C")).containsExactly(995, 1011, 1011);
    }

    @Test
    void readsToTheEndOfTheFileWhereTheLengthIsNotStated() throws Exception {
        // Checksum and first sample are placeholders then; the third frame lacks its second half.
        folder.text("r.hea", "r 2 100\nr.dat 16 200 12 0 7 7 0 A\nr.dat 16 200 12 0 7 7 0 B\n");
        folder.words("r.dat", 1, 2, 3, 4, 5);

        assertThat(samples("r", "A")).containsExactly(1, 3);
    }

    @Test
    void readsSeveralSamplesAFrame() throws Exception {
        folder.text(
                "r.hea", "r 2 100 2\nr.dat 16x3 200 12 0 1 24 0 A\nr.dat 16 200 12 0 4 12 0 B\n");
        folder.words("r.dat", 1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(samples("r", "A")).containsExactly(1, 2, 3, 5, 6, 7);
        assertThat(samples("r", "B")).containsExactly(4, 8);
        assertThat(folder.open("r").lead(Optional.of("A")).frequency()).isEqualTo(300);
        assertThat(folder.open("r").lead(Optional.of("B")).frequency()).isEqualTo(100);
    }

    @Test
    void startsASkewedSignalLaterAndEndsItWithMissingSamples() throws Exception {
        // First sample and checksum are those of the file, whatever the skew.
        folder.text(
                "r.hea", "r 2 100 4\nr.dat 16:2 200 12 0 1 16 0 A\nr.dat 16 200 12 0 2 20 0 B\n");
        folder.words("r.dat", 1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(samples("r", "A")).containsExactly(5, 7, MISSING, MISSING);
        assertThat(samples("r", "B")).containsExactly(2, 4, 6, 8);
    }

    @Test
    void marksSamplesThatWereNotRecorded() throws Exception {
        folder.text(
                "r.hea",
                "r 4 100\na 16 200 12 0 0 0 0 A\nb 61 200 12 0 0 0 0 B\n"
                        + "c 80 200 12 0 0 0 0 C\nd 212 200 12 0 0 0 0 D\n");
        folder.bytes("a", 0, 0x80, 1, 0);
        folder.bytes("b", 0x80, 0, 0, 1);
        folder.bytes("c", 0, 129);
        folder.bytes("d", 0, 0x08, 1);

        for (String lead : new String[] {"A", "B", "C", "D"}) {
            assertThat(samples("r", lead)).as(lead).containsExactly(MISSING, 1);
        }
    }

    @Test
    void streamsAcrossTheBlocksItDecodes() throws Exception {
        int[] values = IntStream.range(0, 30_001).map(i -> i % 2000 - 1000).toArray();
        folder.text("r.hea", "r 1 100\nr.dat 16\n");
        folder.words("r.dat", values);

        assertThat(samples("r", "signal 0")).isEqualTo(values);
        try (LeadReader reader = lead("r", "signal 0").verified().reader()) {
            int[] two = new int[2];
            reader.skip(20_000);
            reader.read(two, 0, 2);
            assertThat(two).containsExactly(values[20_000], values[20_001]);
            assertThat(reader.position()).isEqualTo(20_002);
        }
    }

    @Test
    void endsWithAnErrorAfterTheLastSample() throws Exception {
        folder.text("r.hea", "r 1 100\nr.dat 16\n").words("r.dat", 1, 2);

        try (LeadReader reader = lead("r", "signal 0").verified().reader()) {
            reader.skip(2);
            assertThatThrownBy(() -> reader.skip(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("after sample 1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 7, The checksum of signal 0 (A) is 6 and the header promises 7",
        "2, 6, The first sample of signal 0 (A) is 1 and the header promises 2"
    })
    void refusesSamplesThatDoNotMatchTheHeader(int initial, int checksum, String reason) {
        folder.text(
                "r.hea", "r 1 100 3\nr.dat 16 200 12 0 %d %d 0 A\n".formatted(initial, checksum));
        folder.words("r.dat", 1, 2, 3);

        MalformedRecordException failure = failure("r", "A");
        assertThat(failure).hasMessage(reason);
        assertThat(failure.path()).endsWith("r.dat");
        assertThat(failure.position()).isEqualTo("signal 0");
    }

    @Test
    void refusesALeadWhoseFileIsDamagedInAnotherSignal() {
        folder.text("r.hea", "r 2 100 1\nr.dat 16 200 12 0 1 1 0 A\nr.dat 16 200 12 0 2 3 0 B\n");
        folder.words("r.dat", 1, 2);

        assertThat(failure("r", "A")).hasMessageContaining("signal 1 (B) is 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {40000 - 65536, 40000})
    void comparesChecksumsModulo16Bits(int checksum) throws Exception {
        folder.text("r.hea", "r 1 100 2\nr.dat 16 200 12 0 20000 " + checksum + " 0 A\n");
        folder.words("r.dat", 20000, 20000);

        assertThat(samples("r", "A")).containsExactly(20000, 20000);
    }

    @Test
    void refusesAFileThatIsShorterThanTheHeaderPromises() {
        folder.text("r.hea", "r 1 100 1000000000000\nr.dat 16\n").words("r.dat", 1, 2, 3);

        MalformedRecordException failure = failure("r", "signal 0");
        assertThat(failure)
                .hasMessageContaining("ends after 3 of the 1000000000000 samples a signal");
        assertThat(failure.position()).isEqualTo("byte 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone.dat", "subfolder"})
    void refusesAFileThatIsMissing(String file) {
        folder.text("r.hea", "r 1 100\n" + file + " 16\n").text("subfolder/r.dat", "samples");

        assertThat(failure("r", "signal 0")).hasMessage("The signal file is missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 24, 310, 311, 999})
    void namesAFormatThatIsNotRead(int format) {
        folder.text("r.hea", "r 1 100 3\nr.dat " + format + " 200 12 0 0 0 0 MLII\n");

        assertThat(failure("r", "MLII"))
                .hasMessage(
                        "Record r keeps signal 0 (MLII) in format %d; ".formatted(format)
                                + "formats 16, 61, 80 and 212 are read");
    }

    @Test
    void refusesARecordWithoutSignals() {
        folder.text("r.hea", "r 0 100\n");

        assertThat(failure("r", "MLII")).hasMessage("The record has no signals");
    }

    private int[] samples(String record, String lead) throws Exception {
        return RecordFolder.samples(lead(record, lead));
    }

    private Lead lead(String record, String name) throws Exception {
        return folder.open(record).lead(Optional.of(name));
    }

    private MalformedRecordException failure(String record, String lead) {
        return catchThrowableOfType(
                MalformedRecordException.class, () -> lead(record, lead).verified());
    }
}
