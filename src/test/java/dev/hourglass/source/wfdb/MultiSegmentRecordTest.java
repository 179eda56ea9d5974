package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiSegmentRecordTest {
    private static final int MISSING = LeadReader.MISSING;

    @TempDir private Path directory;
    private RecordFolder folder;

    @BeforeEach
    void twoSegments() {
        folder = new RecordFolder(directory);
        folder.text(
                "s1.hea", "s1 2 100 2\ns1.dat 16 200 12 0 1 4 0 I\ns1.dat 16 200 12 0 2 6 0 II\n");
        folder.words("s1.dat", 1, 2, 3, 4);
        folder.text(
                "s2.hea", "s2 2 100 1\ns2.dat 80 200 12 0 5 5 0 I\ns2.dat 80 200 12 0 6 6 0 II\n");
        folder.bytes("s2.dat", 133, 134);
    }

    @Test
    void readsOneSegmentAfterAnotherAndKeepsTheGaps() throws Exception {
        folder.text("m.hea", "m/4 2 100 8\ns1 2\n~ 3\ns2 1\ns1 2\n");
        Lead lead = folder.open("m").lead(Optional.of("II"));

        assertThat(RecordFolder.samples(lead))
                .containsExactly(2, 4, MISSING, MISSING, MISSING, 6, 2, 4);
        assertThat(lead.calibrations()).containsExactly(new Calibration(200, 0, "mV"));
        LeadSamples verified = lead.verified();
        assertThat(verified.length()).isEqualTo(8);
        assertThat(verified.stored()).isEqualTo(3);
        assertThat(verified.calibration(1)).contains(new Calibration(200, 0, "mV"));
        assertThat(verified.calibration(2)).isEmpty();
        assertThat(verified.nextRecorded(1)).hasValue(1);
        assertThat(verified.nextRecorded(2)).hasValue(5);
        assertThat(verified.nextRecorded(8)).isEmpty();
    }

    @Test
    void passesOverALongGapWithoutReadingIt() throws Exception {
        folder.text("m.hea", "m/3 2 100\ns1 2\n~ 1000000000000\ns2 1\n");

        try (LeadReader reader = folder.open("m").lead(Optional.of("I")).verified().reader()) {
            int[] last = new int[1];
            reader.skip(1_000_000_000_002L);
            reader.read(last, 0, 1);
            assertThat(last).containsExactly(5);
        }
    }

    @Test
    void findsTheLeadByNameInEverySegmentOfAVariableLayout() throws Exception {
        folder.text(
                "layout.hea",
                "layout 3 100 0\n~ 0 200\n~ 0 200 12 0 0 0 0 II\n~ 0 100 12 0 0 0 0 V\n");
        folder.text("s3.hea", "s3 1 100 2\ns3.dat 16 0.1/uV 12 0 7 15 0 V\n").words("s3.dat", 7, 8);
        folder.text("m.hea", "m/4 3 100\nlayout 0\ns1 2\ns3 2\ns2 1\n");

        assertThat(RecordFolder.samples(folder.open("m").lead(Optional.of("II"))))
                .containsExactly(2, 4, MISSING, MISSING, 6);
        Lead other = folder.open("m").lead(Optional.of("V"));
        assertThat(RecordFolder.samples(other)).containsExactly(MISSING, MISSING, 7, 8, MISSING);
        assertThat(other.calibrations()).containsExactly(new Calibration(100, 0, "mV"));
    }

    @Test
    void readsASegmentWithoutSamplesAsAGap() throws Exception {
        folder.text("null.hea", "null 2 100 2\n~ 0\n~ 0\n")
                .text("m.hea", "m/2 2 100 3\ns2 1\nnull 2\n");

        assertThat(RecordFolder.samples(folder.open("m").lead(Optional.of("I"))))
                .containsExactly(5, MISSING, MISSING);
    }

    @Test
    void keepsEverySegmentsCalibration() throws Exception {
        folder.text("s3.hea", "s3 1 100 1\ns3.dat 16 400(3)/mV 12 0 7 7 0 I\n").words("s3.dat", 7);
        folder.text("m.hea", "m/2 1 100\ns1 2\ns3 1\n");
        Lead lead = folder.open("m").lead(Optional.of("I"));

        assertThat(lead.calibrations())
                .containsExactlyInAnyOrder(
                        new Calibration(200, 0, "mV"), new Calibration(400, 3, "mV"));
        assertThat(lead.verified().calibration(2).orElseThrow().physical(7)).isEqualTo(0.01);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x 1 100 5\\nx.dat 16 200 12 0 0 0 0 I | The segment states 5 samples and its record 2",
                "x 1 100\\nx.dat 16 200 12 0 0 0 0 I   | The segment states 0 samples and its record 2",
                "x 1 360 2\\nx.dat 16 200 12 0 0 0 0 I | The segment is sampled at 360.0 Hz",
                "x/1 1 100 2\\ns1 2                    | The segment has segments itself",
                "x 1 100 2\\nx.dat 16 200 12 0 0 0 0 V | The segment does not have signal 0 (I)",
                "x 0 100 2                             | The segment does not have signal 0 (I)",
                "x 1 100 2\\nx.dat 16x2 200 12 0 0 0 0 I  | The segments differ in the sampling rate",
                "x 1 100 2\\nx.dat 16 9/mmHg 12 0 0 0 0 I | The segments differ in the sampling rate or"
            })
    void refusesSegmentsThatDoNotFit(String header, String reason) {
        folder.text("x.hea", header.replace("\\n", "\n")).text("m.hea", "m/2 1 100\ns1 2\nx 2\n");

        assertThat(failure()).hasMessageContaining(reason);
    }

    @Test
    void refusesARecordWhoseSegmentIsMissing() {
        folder.text("m.hea", "m/2 1 100\ns1 2\nx 2\n");

        assertThat(failure()).hasMessage("The header is missing");
    }

    @Test
    void refusesARecordThatIsAllGap() {
        folder.text("m.hea", "m/1 1 100\n~ 2\n");

        assertThat(failure()).hasMessage("The record has no segment but gaps");
    }

    private MalformedRecordException failure() {
        return catchThrowableOfType(
                MalformedRecordException.class, () -> folder.open("m").lead(Optional.of("I")));
    }
}
