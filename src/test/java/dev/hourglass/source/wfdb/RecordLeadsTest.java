package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordLeadsTest {
    private static final int MISSING = LeadReader.MISSING;

    @TempDir private Path directory;
    private RecordFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new RecordFolder(directory);
    }

    @Test
    void areAllSignalsInTheirOrderWhateverTheyAreCalled() throws Exception {
        folder.text(
                "r.hea",
                "r 3 100\nr.dat 16 200 12 0 0 0 0 I\nr.dat 16\nr.dat 16 1/V 9 5 0 0 0 I\n");
        folder.words("r.dat", 1, 2, 3, 4, 5, 6);
        List<Lead> leads = folder.open("r").leads();

        assertThat(leads).extracting(Lead::name).containsExactly("I", "signal 1", "I");
        assertThat(leads).extracting(Lead::unit).containsExactly("mV", "mV", "mV");
        assertThat(RecordFolder.samples(leads.get(0))).containsExactly(1, 4);
        assertThat(RecordFolder.samples(leads.get(1))).containsExactly(2, 5);
        assertThat(RecordFolder.samples(leads.get(2))).containsExactly(3, 6);
        SignalSpec last = leads.get(2).signal();
        assertThat(last.adcGain()).isEqualTo("1/V");
        assertThat(last.calibration()).isEqualTo(new Calibration(1, 5, "V"));
        assertThat(last.adcResolution()).isEqualTo(9);
    }

    @Test
    void listSignalsWithoutSamplesAsMissingFromTheFirstToTheLast() throws Exception {
        folder.text("r.hea", "r 3 100 2\na 16x2\n~ 0x3 50/bpm 8 0 0 0 0 HR\nb 16\n");
        folder.words("a", 1, 2, 3, 4).words("b", 5, 6);
        List<Lead> leads = folder.open("r").leads();

        assertThat(leads).extracting(Lead::isRecorded).containsExactly(true, false, true);
        assertThat(RecordFolder.samples(leads.get(1)))
                .containsExactly(MISSING, MISSING, MISSING, MISSING, MISSING, MISSING);
        assertThat(leads.get(1).signal().adcGain()).isEqualTo("50/bpm");
        assertThat(leads.get(1).unit()).isEqualTo("bpm");
        assertThat(leads.get(1).frequency()).isEqualTo(300);
        assertThat(leads.get(1).verified().nextRecorded(0)).isEmpty();
    }

    @Test
    void lastAsLongAsTheLongestFileWhereTheLengthIsNotStated() throws Exception {
        folder.text("r.hea", "r 3 100\na 16\nb 16x2\n~ 0\n").words("a", 1, 2, 3);
        folder.words("b", 4, 5, 6);
        List<Lead> leads = folder.open("r").leads();

        assertThat(RecordFolder.samples(leads.get(0))).containsExactly(1, 2, 3);
        assertThat(RecordFolder.samples(leads.get(1)))
                .containsExactly(4, 5, MISSING, MISSING, MISSING, MISSING);
        assertThat(RecordFolder.samples(leads.get(2))).containsExactly(MISSING, MISSING, MISSING);
        assertThat(folder.open("r").singleSegmentHeader().samples()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void areFoundByPlaceInAFixedLayoutAndByOccurrenceInAVariableOne() throws Exception {
        folder.text(
                "s1.hea", "s1 2 100 1\ns1.dat 16 200 12 0 1 1 0 I\ns1.dat 16 200 12 0 2 2 0 I\n");
        folder.words("s1.dat", 1, 2);
        folder.text("s2.hea", "s2 1 100 1\ns2.dat 16 200 12 0 3 3 0 I\n").words("s2.dat", 3);
        folder.text("null.hea", "null 2 100 1\n~ 0\n~ 0\n");
        folder.text(
                "layout.hea", "layout 3 100 0\n~ 0 200 12 0 0 0 0 I\n~ 0 200 12 0 0 0 0 I\n~ 0\n");
        folder.text("fixed.hea", "fixed/3 2 100\nnull 1\ns1 1\n~ 1\n");
        folder.text("variable.hea", "variable/3 3 100\nlayout 0\ns1 1\ns2 1\n");

        List<Lead> fixed = folder.open("fixed").leads();
        assertThat(fixed).extracting(Lead::name).containsExactly("I", "I");
        assertThat(RecordFolder.samples(fixed.get(0))).containsExactly(MISSING, 1, MISSING);
        assertThat(RecordFolder.samples(fixed.get(1))).containsExactly(MISSING, 2, MISSING);
        List<Lead> variable = folder.open("variable").leads();
        assertThat(RecordFolder.samples(variable.get(0))).containsExactly(1, 3);
        assertThat(RecordFolder.samples(variable.get(1))).containsExactly(2, MISSING);
        assertThat(RecordFolder.samples(variable.get(2))).containsExactly(MISSING, MISSING);
    }

    @Test
    void areRefusedWhereTheHeadersListMoreThanCanBeReadTogether() {
        folder.text("r.hea", "r 4097 100 1\n" + "~ 0\n".repeat(4097));
        folder.text("s.hea", "s 4000 100 1\n" + "~ 0\n".repeat(4000));
        folder.text("m.hea", "m/1000 4000 100\n" + "s 1\n".repeat(1000));

        assertThat(failure(() -> folder.open("r").leads()))
                .hasMessageContaining("4097 signals in 1 segment(s), more than");
        assertThat(failure(() -> folder.open("m").leads()))
                .hasMessageContaining("4000 signals in 1000 segment(s), more than");
    }

    @Test
    void areRefusedWhereAFormatIsNotReadOrThereAreNone() {
        folder.text("r.hea", "r 2 100 1\na 16\nb 310\n").words("a", 1);
        folder.text("none.hea", "none 0 100 1\n");

        assertThat(failure(() -> folder.open("r").leads())).hasMessageContaining("in format 310");
        assertThat(failure(() -> folder.open("none").leads())).hasMessageContaining("no signals");
    }

    @Test
    void haveAHeaderInCommonThatDescribesTheRecordAsOneSegment() throws Exception {
        folder.text("s1.hea", "s1 1 100 2\ns1.dat 80x2 0.2(-3)/uV 8 1 0 0 0 V 1\n# of a segment\n");
        folder.text("s2.hea", "s2 1 100 1\ns2.dat 212x2 200(-3) 12 0 0 0 0 V 1\n");
        folder.text(
                "m.hea", "other/4 1 100/9(2) 6 1:2:3 4/5/2006\ns1 2\n~ 2\ns2 1\ns2 1\n# of it\n");

        assertThat(folder.open("m").singleSegmentHeader().text())
                .isEqualTo(
                        """
                        m 1 100/9(2) 6 1:2:3 4/5/2006
                        m.dat 212x2 0.2(-3)/uV 8 1 1 0 0 V 1
                        # of it
                        """);
    }

    @ParameterizedTest
    @CsvSource({"80, 212, 212", "212, 16, 16", "80, 61, 16", "212, 0, 212"})
    void haveAHeaderInTheFormatThatSurelyHoldsTheirSamples(int one, int other, int format)
            throws Exception {
        folder.text("r.hea", "r 2 100 1\na %d\nb %d\n".formatted(one, other));

        assertThat(folder.open("r").singleSegmentHeader().signals())
                .extracting(SignalSpec::format)
                .containsExactly(format, format);
    }

    @Test
    void haveNoHeaderInCommonWhereSegmentsAreCalibratedDifferently() {
        folder.text("s1.hea", "s1 1 100 1\ns1.dat 16 200 12 0 0 0 0 I\n");
        folder.text("s2.hea", "s2 1 100 1\ns2.dat 16 200(1) 12 0 0 0 0 I\n");
        folder.text("m.hea", "m/2 1 100\ns1 1\ns2 1\n");

        assertThat(failure(() -> folder.open("m").singleSegmentHeader()))
                .hasMessage("The segments differ in the gain or baseline of I");
    }

    @Test
    void haveNoHeaderInCommonThatCouldNotBeWritten() {
        folder.text("a b.hea", "r 1 100 1\nr.dat 16\n");

        assertThat(failure(() -> folder.open("a b").singleSegmentHeader()))
                .hasMessage("A record cannot be written under the name a b");
    }

    private static MalformedRecordException failure(ThrowingCallable call) {
        return catchThrowableOfType(MalformedRecordException.class, call);
    }
}
