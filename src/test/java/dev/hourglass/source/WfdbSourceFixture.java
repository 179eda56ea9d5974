package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.WfdbSettings.Segmentation;
import dev.hourglass.source.wfdb.RecordFolder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of small records, and the rows that a source makes of them. */
abstract class WfdbSourceFixture {
    static final int NORMAL = 1 << 10;
    static final int VENTRICULAR = 5 << 10;
    static final int RHYTHM = 28 << 10;

    @TempDir Path directory;
    RecordFolder folder;

    @BeforeEach
    void emptyFolder() {
        folder = new RecordFolder(directory);
    }

    /** A record of one lead, I, at 360 Hz, whose samples count from 0. */
    void record(String name, int length, String gain) {
        String file = Path.of(name).getFileName().toString();
        int checksum = IntStream.range(0, length).sum();
        folder.text(
                name + ".hea",
                "%s 1 360 %d\n%s.dat 16 %s 12 0 0 %d 0 I\n"
                        .formatted(file, length, file, gain, checksum));
        folder.words(name + ".dat", IntStream.range(0, length).toArray());
    }

    WfdbSource windows(int window, int stride) {
        return source(Segmentation.WINDOWS, "I", window, stride, 0, 1, "atr");
    }

    WfdbSource source(
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

    static WfdbSource source(
            String path,
            Segmentation segment,
            String lead,
            int window,
            int stride,
            int before,
            int after,
            String annotator) {
        return new WfdbSource(
                new WfdbSettings(
                        path, lead, segment, window, stride, before, after, false, false,
                        annotator));
    }

    /** Windows of each record's first lead, in multiples of their own standard deviations. */
    WfdbSource standardised(int window) {
        return scaled(window, true);
    }

    /** Windows of each record's first lead, in shares of its range. */
    WfdbSource inUnitRange(int window) {
        return scaled(window, false);
    }

    private WfdbSource scaled(int window, boolean standardise) {
        return new WfdbSource(
                new WfdbSettings(
                        directory.toString(),
                        null,
                        Segmentation.WINDOWS,
                        window,
                        window,
                        0,
                        1,
                        standardise,
                        !standardise,
                        null));
    }

    static List<Row> rows(WfdbSource source, SparkSession spark) {
        return source.read(spark).collectAsList().stream()
                .sorted(Comparator.comparing(WfdbSourceFixture::id))
                .toList();
    }

    static float[] millivolts(WfdbSource source, SparkSession spark, int row) {
        TensorSpec spec = source.tensorSpec(spark);
        float[] values = new float[spec.elements()];
        spec.decode(rows(source, spark).get(row).getAs("tensor"), values, 0);
        return values;
    }

    static String id(Row row) {
        return row.getAs("id");
    }

    static String position(Row row) {
        Row rejection = row.getAs("rejection");
        return rejection == null ? null : rejection.getAs("position");
    }

    static String reason(Row row) {
        Row rejection = row.getAs("rejection");
        assertThat(rejection == null).isEqualTo(row.getAs("tensor") != null);
        return rejection == null ? null : rejection.getAs("reason");
    }
}
