package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.testing.SharedSpark;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class WfdbRejectionIT extends WfdbSourceFixture {
    @Test
    void rejectsRecordsOfARarerSamplingRateOrUnit(SparkSession spark) {
        record("a", 2, "4");
        record("b", 2, "4/mmHg");
        record("c", 2, "4");
        folder.text("d.hea", "d 1 128 2\nd.dat 16\n").words("d.dat", 1, 2);

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceFixture::id, WfdbSourceFixture::reason)
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
                .extracting(
                        WfdbSourceFixture::id,
                        WfdbSourceFixture::position,
                        WfdbSourceFixture::reason)
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
                .extracting(WfdbSourceFixture::id, WfdbSourceFixture::reason)
                .containsExactly(tuple("a", "The annotations that locate the beats are missing"));
    }

    @Test
    void rejectsWindowsWithSamplesThatWereNotRecorded(SparkSession spark) {
        folder.text("a.hea", "a 1 360 6\na.dat 16 200 12 0 1 -32749 0 I\n");
        folder.words("a.dat", 1, 2, 3, -32768, 5, 8);

        assertThat(rows(windows(2, 2), spark))
                .extracting(
                        WfdbSourceFixture::id,
                        WfdbSourceFixture::position,
                        WfdbSourceFixture::reason)
                .containsExactly(
                        tuple("a/I/0000000", null, null),
                        tuple("a/I/0000002", "sample 3", "The sample was not recorded"),
                        tuple("a/I/0000004", null, null));
    }

    @Test
    void reportsAMasterThatAnotherMasterLists(SparkSession spark) {
        record("a", 2, "4");
        folder.text("m.hea", "m/1 1 360\nn 2\n").text("n.hea", "n/1 1 360\nm 2\n");

        assertThat(rows(windows(2, 2), spark))
                .extracting(WfdbSourceFixture::id, WfdbSourceFixture::reason)
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

    private static void assertFails(
            String path, SparkSession spark, ErrorCode code, String message) {
        WfdbSource source = source(path, Segmentation.WINDOWS, "I", 2, 2, 0, 1, "atr");

        HourglassException failure =
                catchThrowableOfType(HourglassException.class, () -> source.tensorSpec(spark));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(message);
    }
}
