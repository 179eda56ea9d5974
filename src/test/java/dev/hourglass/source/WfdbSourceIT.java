package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class WfdbSourceIT {
    private static final int NORMAL = 1 << 10;
    private static final int VENTRICULAR = 5 << 10;
    private static final int RHYTHM = 28 << 10;

    @TempDir private Path directory;
    private RecordFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new RecordFolder(directory);
    }

    @Test
    void cutsWindowsAndLabelsThemByTheirCommonestBeat(SparkSession spark) {
        record("p1/a", 11, "4(5)");
        // Beats V at 0 and 1, N at 3; V at 4, N at 5 and 6; a rhythm change at 8.
        folder.words(
                "p1/a.atr",
                VENTRICULAR,
                VENTRICULAR | 1,
                NORMAL | 2,
                VENTRICULAR | 1,
                NORMAL | 1,
                NORMAL | 1,
                RHYTHM | 2,
                0);
        WfdbSource source = windows(4, 4);

        assertThat(source.tensorSpec(spark))
                .isEqualTo(
                        new TensorSpec(DType.INT16, List.of(4, 1), "WC", 0.25, -1.25, "mV", 360));
        assertThat(rows(source, spark))
                .extracting(
                        WfdbSourceIT::id,
                        row -> row.getAs("group"),
                        row -> row.getAs("label"),
                        row -> row.getAs("split"),
                        row -> row.getAs("record"),
                        row -> row.getAs("lead"),
                        row -> row.getAs("start"))
                .containsExactly(
                        tuple("p1/a/I/0000000", "p1/a", "V", null, "p1/a", "I", 0L),
                        tuple("p1/a/I/0000004", "p1/a", "N", null, "p1/a", "I", 4L));
        assertThat(millivolts(source, spark, 1)).containsExactly(-0.25f, 0f, 0.25f, 0.5f);
    }

    @Test
    void leavesTheLabelOpenWithoutBeats(SparkSession spark) {
        record("a", 8, "4");
        record("b", 4, "4");
        folder.words("b.atr", RHYTHM | 2, 0);

        assertThat(rows(windows(4, 4), spark))
                .extracting(WfdbSourceIT::id, row -> row.getAs("label"))
                .containsExactly(
                        tuple("a/I/0000000", null),
                        tuple("a/I/0000004", null),
                        tuple("b/I/0000000", null));
    }

    @Test
    void takesTheFirstLabelInTheAlphabetWhereTwoAreAsFrequent(SparkSession spark) {
        record("a", 4, "4");
        folder.words("a.atr", VENTRICULAR, NORMAL | 1, 0);

        assertThat(rows(windows(4, 4), spark))
                .extracting(row -> row.getAs("label"))
                .containsExactly("N");
    }

    @Test
    void overlapsWindowsWhereTheStrideIsShorter(SparkSession spark) {
        record("a", 7, "4");
        WfdbSource source = windows(4, 1);

        assertThat(rows(source, spark)).hasSize(4);
        assertThat(millivolts(source, spark, 3)).containsExactly(0.75f, 1f, 1.25f, 1.5f);
    }

    @Test
    void skipsSamplesWhereTheStrideIsLonger(SparkSession spark) {
        record("a", 10, "4");
        WfdbSource source = windows(2, 4);

        assertThat(rows(source, spark)).hasSize(3);
        assertThat(millivolts(source, spark, 2)).containsExactly(2f, 2.25f);
    }

    @Test
    void cutsBeatsAndLeavesOutThoseTooNearAnEnd(SparkSession spark) {
        record("a", 10, "4");
        // Beats at 1 (too early), 2, 4 (twice, in two signals), 7 and 8 (too late).
        folder.words(
                "a.atr",
                NORMAL | 1,
                NORMAL | 1,
                VENTRICULAR | 2,
                NORMAL,
                62 << 10 | 1,
                NORMAL | 3,
                VENTRICULAR | 1,
                0);
        WfdbSource source = source(Segmentation.BEATS, "I", 1, 1, 2, 3, "atr");

        assertThat(source.tensorSpec(spark).shape()).containsExactly(5, 1);
        assertThat(rows(source, spark))
                .extracting(WfdbSourceIT::id, row -> row.getAs("label"))
                .containsExactly(
                        tuple("a/I/0000000", "N"),
                        tuple("a/I/0000002", "V"),
                        tuple("a/I/0000005", "N"));
        assertThat(millivolts(source, spark, 2)).containsExactly(1.25f, 1.5f, 1.75f, 2f, 2.25f);
    }

    @Test
    void readsAnnotationsInTheirOwnTimeResolution(SparkSession spark) {
        record("a", 10, "4");
        // A note at 0: "## time resolution: 720"; a beat at tick 8, which is sample 4.
        folder.words(
                "a.atr",
                22 << 10,
                63 << 10 | 23,
                word("##"),
                word(" t"),
                word("im"),
                word("e "),
                word("re"),
                word("so"),
                word("lu"),
                word("ti"),
                word("on"),
                word(": "),
                word("72"),
                word("0\0"),
                NORMAL | 8,
                0);

        assertThat(rows(source(Segmentation.BEATS, "I", 1, 1, 0, 1, "atr"), spark))
                .extracting(WfdbSourceIT::id)
                .containsExactly("a/I/0000004");
    }

    @Test
    void storesPhysicalUnitsWhereRecordsAreCalibratedDifferently(SparkSession spark) {
        record("a", 2, "4");
        record("b", 2, "100(1)/V");
        record("c", 2, "0.4/uV");
        WfdbSource source = windows(2, 2);

        assertThat(source.tensorSpec(spark))
                .isEqualTo(new TensorSpec(DType.FLOAT32, List.of(2, 1), "WC", 1, 0, "mV", 360));
        assertThat(millivolts(source, spark, 0)).containsExactly(0f, 0.25f);
        assertThat(millivolts(source, spark, 1)).containsExactly(-10f, 0f);
        assertThat(millivolts(source, spark, 2)).containsExactly(0f, 0.0025f);
    }

    @Test
    void keepsAdcUnitsWhereCalibrationsDifferInSpellingOnly(SparkSession spark) {
        record("a", 2, "1000");
        record("b", 2, "1/uV");

        assertThat(windows(2, 2).tensorSpec(spark).dtype()).isEqualTo(DType.INT16);
    }

    @Test
    void rejectsRecordsOfARarerSamplingRateOrUnit(SparkSession spark) {
        record("a", 2, "4");
        record("b", 2, "4/mmHg");
        record("c", 2, "4");
        folder.text("d.hea", "d 1 128 2\nd.dat 16\n").words("d.dat", 1, 2);

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::reason)
                .containsExactly(
                        tuple("a/I/0000000", null),
                        tuple(
                                "b",
                                "I is sampled at 360.0 Hz in mmHg, "
                                        + "and the dataset at 360.0 Hz in mV"),
                        tuple("c/I/0000000", null),
                        tuple(
                                "d",
                                "signal 0 is sampled at 128.0 Hz in mV, "
                                        + "and the dataset at 360.0 Hz in mV"));
    }

    @Test
    void prefersTheHigherSamplingRateWhereTwoAreAsCommon(SparkSession spark) {
        record("a", 2, "4");
        folder.text("b.hea", "b 1 500 2\nb.dat 16\n").words("b.dat", 1, 2);

        assertThat(windows(2, 2).tensorSpec(spark).frequency()).isEqualTo(500);
    }

    @Test
    void setsBadRecordsAsideWholeAndGoesOn(SparkSession spark) {
        record("good", 2, "4");
        folder.text("checksum.hea", "r 1 360 4\nchecksum.dat 16 200 12 0 1 11 0 I\n");
        folder.words("checksum.dat", 1, 2, 3, 4);
        folder.text("escape.hea", "r 1 360 2\n../good.dat 16 200 12 0 0 1 0 I\n");
        folder.text("format.hea", "r 1 360 2\ngood.dat 310 200 12 0 0 1 0 I\n");
        folder.text("labels.hea", "r 1 360 2\ngood.dat 16 200 12 0 0 1 0 I\n");
        folder.words("labels.atr", NORMAL | 1);
        folder.text("short.hea", "r 1 360 3\ngood.dat 16 200 12 0 0 1 0 I\n");

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::position, WfdbSourceIT::reason)
                .containsExactly(
                        tuple(
                                "checksum",
                                "signal 0",
                                "The checksum of signal 0 (I) is 10 and the header promises 11"),
                        tuple(
                                "escape",
                                "line 2",
                                "The signal file ../good.dat is not a file in the header's folder"),
                        tuple(
                                "format",
                                null,
                                "Record r keeps signal 0 (I) in format 310; "
                                        + "formats 16, 61, 80 and 212 are read"),
                        tuple("good/I/0000000", null, null),
                        tuple("labels", "byte 2", "The annotations end before their end mark"),
                        tuple(
                                "short",
                                "byte 4",
                                "The file ends after 2 of the 3 samples a signal "
                                        + "that the header promises"));
    }

    @Test
    void rejectsARecordWithoutTheAnnotationsThatLocateItsBeats(SparkSession spark) {
        record("a", 9, "4");

        assertThat(rows(source(Segmentation.BEATS, "I", 1, 1, 1, 1, "atr"), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::reason)
                .containsExactly(tuple("a", "The annotations that locate the beats are missing"));
    }

    @Test
    void rejectsWindowsWithSamplesThatWereNotRecorded(SparkSession spark) {
        folder.text("a.hea", "a 1 360 6\na.dat 16 200 12 0 1 -32749 0 I\n");
        folder.words("a.dat", 1, 2, 3, -32768, 5, 8);

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::position, WfdbSourceIT::reason)
                .containsExactly(
                        tuple("a/I/0000000", null, null),
                        tuple("a/I/0000002", "sample 3", "The sample was not recorded"),
                        tuple("a/I/0000004", null, null));
    }

    @Test
    void readsSegmentsOnceAndLeavesOutWhatIsAllGap(SparkSession spark) {
        record("s1", 3, "4");
        record("s2", 4, "4");
        folder.text("m.hea", "m/3 1 360\ns1 3\n~ 1000000000001\ns2 4\n");

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::position)
                .containsExactly(
                        tuple("m/I/0000000", null),
                        tuple("m/I/0000002", "sample 3"),
                        tuple("m/I/1000000000004", null),
                        tuple("m/I/1000000000006", null));
    }

    @Test
    void convertsEachSegmentByItsOwnCalibration(SparkSession spark) {
        record("s1", 3, "4");
        record("s2", 3, "2");
        folder.text("m.hea", "m/2 1 360\ns1 3\ns2 3\n");
        WfdbSource source = windows(6, 6);

        assertThat(millivolts(source, spark, 0)).containsExactly(0f, 0.25f, 0.5f, 0f, 0.5f, 1f);
    }

    @Test
    void reportsAMasterThatAnotherMasterLists(SparkSession spark) {
        record("a", 2, "4");
        folder.text("m.hea", "m/1 1 360\nn 2\n").text("n.hea", "n/1 1 360\nm 2\n");

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceIT::id, WfdbSourceIT::reason)
                .containsExactly(
                        tuple("a/I/0000000", null),
                        tuple("m", "The segment has segments itself"),
                        tuple("n", "The segment has segments itself"));
    }

    @Test
    void failsAtOnceWithoutAFolderOrHeaders(SparkSession spark) {
        folder.text("notes.txt", "no header");

        assertFails(directory.toString(), spark, ErrorCode.SOURCE_UNREADABLE, "no header files");
        assertFails(directory + "/gone", spark, ErrorCode.SOURCE_UNREADABLE, "does not exist");
        assertFails(directory + "/notes.txt", spark, ErrorCode.SOURCE_UNREADABLE, "not a folder");
        assertFails("nowhere://x/y", spark, ErrorCode.SOURCE_UNREADABLE, "cannot be used");
    }

    @Test
    void failsAtOnceWhereNoRecordCanBeUsedAndSaysWhyForTheFirst(SparkSession spark) {
        folder.text("a.hea", "a 1 0\n").text("b.hea", "");

        assertFails(
                directory.toString(),
                spark,
                ErrorCode.SOURCE_MALFORMED,
                "None of the 2 record(s) can be used; the first: "
                        + "The sampling rate 0 is not above zero");
    }

    @Test
    void describesItselfInOneLine() {
        assertThat(source("ecg", Segmentation.WINDOWS, null, 9, 3, 1, 2, "atr").description())
                .isEqualTo("WFDB records in ecg, first lead, windows of 9 samples every 3");
        assertThat(source("ecg", Segmentation.BEATS, "V5", 9, 3, 1, 2, "atr").description())
                .isEqualTo(
                        "WFDB records in ecg, lead V5, "
                                + "beats from 1 samples before the R peak to 2 after");
    }

    /** A record of one lead, I, at 360 Hz, whose samples count from 0. */
    private void record(String name, int length, String gain) {
        String file = Path.of(name).getFileName().toString();
        int checksum = IntStream.range(0, length).sum();
        folder.text(
                name + ".hea",
                "%s 1 360 %d\n%s.dat 16 %s 12 0 0 %d 0 I\n"
                        .formatted(file, length, file, gain, checksum));
        folder.words(name + ".dat", IntStream.range(0, length).toArray());
    }

    private WfdbSource windows(int window, int stride) {
        return source(Segmentation.WINDOWS, "I", window, stride, 0, 1, "atr");
    }

    private WfdbSource source(
            Segmentation segment,
            String lead,
            int window,
            int stride,
            int before,
            int after,
            String annotator) {
        return source(
                directory.toString(), segment, lead, window, stride, before, after, annotator);
    }

    private static WfdbSource source(
            String path,
            Segmentation segment,
            String lead,
            int window,
            int stride,
            int before,
            int after,
            String annotator) {
        return new WfdbSource(
                new WfdbSettings(path, lead, segment, window, stride, before, after, annotator));
    }

    private static void assertFails(
            String path, SparkSession spark, ErrorCode code, String message) {
        WfdbSource source = source(path, Segmentation.WINDOWS, "I", 2, 2, 0, 1, "atr");

        HourglassException failure =
                catchThrowableOfType(HourglassException.class, () -> source.tensorSpec(spark));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(message);
    }

    private static List<Row> rows(WfdbSource source, SparkSession spark) {
        return source.read(spark).collectAsList().stream()
                .sorted(Comparator.comparing(WfdbSourceIT::id))
                .toList();
    }

    private static float[] millivolts(WfdbSource source, SparkSession spark, int row) {
        TensorSpec spec = source.tensorSpec(spark);
        float[] values = new float[spec.elements()];
        spec.decode(rows(source, spark).get(row).getAs("tensor"), values, 0);
        return values;
    }

    private static String id(Row row) {
        return row.getAs("id");
    }

    private static String position(Row row) {
        Row rejection = row.getAs("rejection");
        return rejection == null ? null : rejection.getAs("position");
    }

    private static String reason(Row row) {
        Row rejection = row.getAs("rejection");
        assertThat(rejection == null).isEqualTo(row.getAs("tensor") != null);
        return rejection == null ? null : rejection.getAs("reason");
    }

    private static int word(String twoCharacters) {
        return twoCharacters.charAt(0) | twoCharacters.charAt(1) << 8;
    }
}
