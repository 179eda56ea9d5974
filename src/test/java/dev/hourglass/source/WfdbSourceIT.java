package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.testing.SharedSpark;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class WfdbSourceIT extends WfdbSourceFixture {
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
                        WfdbSourceFixture::id,
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
                .extracting(WfdbSourceFixture::id, row -> row.getAs("label"))
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

    /** 0, 1, 2, 3 have the mean 1.5 and the variance 1.25, in every unit. */
    @Test
    void standardisesWindowsOfAnyGainAndUnit(SparkSession spark) {
        record("a", 4, "4");
        record("b", 4, "-2/mmHg");
        folder.text("flat.hea", "flat 1 360 4\nflat.dat 16 200 12 0 7 28 0 I\n");
        folder.words("flat.dat", 7, 7, 7, 7);
        WfdbSource source = standardised(4);

        assertThat(source.tensorSpec(spark))
                .isEqualTo(new TensorSpec(DType.FLOAT32, List.of(4, 1), "WC", 1, 0, "sd", 360));
        float outer = (float) (1.5 / Math.sqrt(1.25));
        float inner = (float) (0.5 / Math.sqrt(1.25));
        assertThat(millivolts(source, spark, 0)).containsExactly(-outer, -inner, inner, outer);
        assertThat(millivolts(source, spark, 1)).containsExactly(outer, inner, -inner, -outer);
        assertThat(millivolts(source, spark, 2)).containsExactly(0, 0, 0, 0);
    }

    /** Records count from 0, in windows of 4, and by gains of either sign. */
    @Test
    void scalesEachLeadByItsWholeRecord(SparkSession spark) {
        record("a", 9, "4");
        record("b", 9, "-2/mmHg");
        folder.text("flat.hea", "flat 1 360 4\nflat.dat 16 200 12 0 7 28 0 I\n");
        folder.words("flat.dat", 7, 7, 7, 7);
        WfdbSource source = inUnitRange(4);

        assertThat(source.tensorSpec(spark))
                .isEqualTo(new TensorSpec(DType.FLOAT32, List.of(4, 1), "WC", 1, 0, "range", 360));
        assertThat(millivolts(source, spark, 0)).containsExactly(0, 0.125f, 0.25f, 0.375f);
        assertThat(millivolts(source, spark, 1)).containsExactly(0.5f, 0.625f, 0.75f, 0.875f);
        assertThat(millivolts(source, spark, 2)).containsExactly(1, 0.875f, 0.75f, 0.625f);
        assertThat(millivolts(source, spark, 4)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void missingSamplesAndGapsDoNotCountForTheRange(SparkSession spark) {
        record("s1", 3, "4");
        record("s2", 4, "4");
        folder.text("m.hea", "m/3 1 360\ns1 3\n~ 1000000000001\ns2 4\n");

        assertThat(millivolts(inUnitRange(2), spark, 2)).containsExactly(0, 1 / 3f);
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
                .extracting(WfdbSourceFixture::id, row -> row.getAs("label"))
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
                .extracting(WfdbSourceFixture::id)
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
    void prefersTheHigherSamplingRateWhereTwoAreAsCommon(SparkSession spark) {
        record("a", 2, "4");
        folder.text("b.hea", "b 1 500 2\nb.dat 16\n").words("b.dat", 1, 2);

        assertThat(windows(2, 2).tensorSpec(spark).frequency()).isEqualTo(500);
    }

    @Test
    void readsSegmentsOnceAndLeavesOutWhatIsAllGap(SparkSession spark) {
        record("s1", 3, "4");
        record("s2", 4, "4");
        folder.text("m.hea", "m/3 1 360\ns1 3\n~ 1000000000001\ns2 4\n");

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceFixture::id, WfdbSourceFixture::position)
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
    void describesItselfInOneLine() {
        assertThat(source("ecg", Segmentation.WINDOWS, null, 9, 3, 1, 2, "atr").description())
                .isEqualTo("WFDB records in ecg, first lead, windows of 9 samples every 3");
        assertThat(source("ecg", Segmentation.BEATS, "V5", 9, 3, 1, 2, "atr").description())
                .isEqualTo(
                        "WFDB records in ecg, lead V5, "
                                + "beats from 1 samples before the R peak to 2 after");
    }

    private static int word(String twoCharacters) {
        return twoCharacters.charAt(0) | twoCharacters.charAt(1) << 8;
    }
}
