package dev.hourglass.embedding;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.testing.SharedSpark;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class PcaBaselineIT {
    private static final int PIXELS = 784;

    private final SparkSession spark = SharedSpark.session();

    @Test
    void rowsAreCentredProjectedAndJudgedByWhatTheProjectionLoses() {
        // Around (10, 20, 30): far along the first axis, near along the second.
        Dataset<Row> rows =
                rows(
                        row("a", 13, 20, 30),
                        row("b", 7, 20, 30),
                        row("c", 10, 21, 30),
                        row("d", 10, 19, 30));

        PcaBaseline pca = PcaBaseline.fit(rows, 1);

        List<Row> projected = pca.project(rows).orderBy("id").collectAsList();
        assertThat(projected.get(0).schema().fieldNames())
                .containsExactly("id", "embedding", "reconstruction_error", "label");
        assertThat(projected)
                .extracting(row -> Math.abs(row.<Float>getList(1).get(0)))
                .containsExactly(3f, 3f, 0f, 0f);
        assertThat(projected)
                .extracting(row -> row.getFloat(2))
                .containsExactly(0f, 0f, 1 / 3f, 1 / 3f);
        assertThat(projected).extracting(row -> row.getString(3)).containsOnly("x");
        assertThat(pca.meanSquaredError(rows)).isCloseTo(1.0 / 6.0, within(1e-7));
    }

    @Test
    void asManyComponentsAsElementsLoseNothing() {
        Dataset<Row> rows = rows(row("a", 1, 5), row("b", 2, 3), row("c", 4, 4));

        assertThat(PcaBaseline.fit(rows, 2).meanSquaredError(rows)).isCloseTo(0, within(1e-12));
    }

    @Test
    void moreComponentsThanElementsAreRefused() {
        Dataset<Row> rows = rows(row("a", 1, 5), row("b", 2, 3));

        assertRefused(rows, 3, ErrorCode.CONFIGURATION, "cannot find 3 components of 2 columns");
        assertRefused(rows, 0, ErrorCode.CONFIGURATION, "network.bottleneck");
    }

    @Test
    void rowsTooWideToDecomposeAreRefused() {
        Dataset<Row> rows = rows(row("a", new float[17_515]), row("b", new float[17_515]));

        assertRefused(rows, 2, ErrorCode.CONFIGURATION, "may be 17514 at most");
    }

    @Test
    void tooFewRowsAndValuesThatAreNotFiniteAreRefused() {
        assertRefused(rows(), 1, ErrorCode.MISSING_INPUT, "training rows: 0");
        assertRefused(rows(row("a", 1, 5)), 1, ErrorCode.MISSING_INPUT, "training rows: 1");
        assertRefused(
                rows(row("a", 1, 5), row("b", 2, Float.NaN)),
                1,
                ErrorCode.STORE_CORRUPT,
                "not a finite number (column features)");
    }

    @Test
    @Tag("real-data")
    void thirtyComponentsOfMnistLeaveTheErrorThatIsKnown() throws IOException {
        String data = System.getenv("HOURGLASS_DATA");
        assumeTrue(data != null, "HOURGLASS_DATA is not set: there is no MNIST to read");
        Dataset<Row> train = images(Path.of(data, "mnist", "train-images-idx3-ubyte.gz"));
        Dataset<Row> test = images(Path.of(data, "mnist", "t10k-images-idx3-ubyte.gz"));

        PcaBaseline pca = PcaBaseline.fit(train, 30);

        // Hinton and Salakhutdinov (2006): 13.87 an image.
        assertThat(pca.meanSquaredError(test) * PIXELS).isCloseTo(13.87, within(0.005));
    }

    private static void assertRefused(
            Dataset<Row> rows, int components, ErrorCode code, String message) {
        assertThatThrownBy(() -> PcaBaseline.fit(rows, components))
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static Row row(String id, float... values) {
        return RowFactory.create(id, values, "x");
    }

    private Dataset<Row> rows(Row... rows) {
        StructType schema = StructType.fromDDL("id string, array array<float>, label string");
        return spark.createDataFrame(List.of(rows), schema)
                .withColumn("features", array_to_vector(col("array")));
    }

    /** MNIST as IDX stores it: magic number, count, height and width, then the pixels. */
    private Dataset<Row> images(Path file) throws IOException {
        List<Row> images = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(4);
            int count = in.readInt();
            in.skipNBytes(8);
            for (int i = 0; i < count; i++) {
                images.add(RowFactory.create("image " + i, in.readNBytes(PIXELS), null));
            }
        }
        UDF1<byte[], Vector> intensities =
                pixels -> {
                    double[] values = new double[PIXELS];
                    Arrays.setAll(values, i -> (pixels[i] & 0xFF) / 255.0);
                    return Vectors.dense(values);
                };
        return spark.createDataFrame(
                        images, StructType.fromDDL("id string, pixels binary, label string"))
                .repartition(8)
                .withColumn(
                        "features",
                        udf(intensities, SQLDataTypes.VectorType()).apply(col("pixels")));
    }
}
