package dev.hourglass.dataset;

import static dev.hourglass.testing.HourglassAssertions.executorFailure;
import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to input that no dataset should be made of: nothing is ever lost in silence. */
@ExtendWith(SharedSpark.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class IngestionFailureIT {
    private static final String BEFORE = "what was there before";

    @TempDir private Path folder;
    private Store store;

    @BeforeEach
    void storeADataset() {
        store = Datasets.store(folder);
        store.writeText(file(), BEFORE);
    }

    @AfterEach
    void nothingIsLeftInStaging() {
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void rejectedRowsAreSetAsideWithTheirReason(SparkSession spark) {
        List<Row> rows = new ArrayList<>(MemorySource.images(98).rows());
        rows.add(SampleColumns.rejected("x", "x.png", "byte 16", "it is cut short", 0));
        rows.add(SampleColumns.rejected("y", "y.png", null, "it is no image", 0));
        TensorDataset dataset = ingest(rows, 0.02);
        assertThat(dataset.manifest().rejected()).isEqualTo(2);
        assertThat(dataset.manifest().rows()).isEqualTo(98);
        assertThat(dataset.rows(spark).count()).isEqualTo(98);
        assertThat(dataset.rejected(spark).orderBy("id").collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[x,x.png,byte 16,it is cut short]", "[y,y.png,null,it is no image]");
        assertThat(dataset.rejected(spark).schema().fieldNames())
                .containsExactly("id", "path", "position", "reason");
    }

    @Test
    void aDatasetWithoutRejectedRowsSaysSoInTheSameColumns(SparkSession spark) {
        Dataset<Row> rejected = ingest(MemorySource.images(5).rows(), 0).rejected(spark);
        assertThat(rejected.count()).isZero();
        assertThat(rejected.schema().fieldNames())
                .containsExactly("id", "path", "position", "reason");
    }

    @Test
    void moreRejectedRowsThanAllowedPublishNothing() {
        List<Row> rows = new ArrayList<>(MemorySource.images(97).rows());
        for (int i = 0; i < 3; i++) {
            rows.add(SampleColumns.rejected("x" + i, "x.png", "byte " + i, "it is cut short", 0));
        }
        HourglassException failure = failure(ErrorCode.TOO_MANY_REJECTED, () -> ingest(rows, 0.02));
        assertThat(failure)
                .hasMessageContaining("3 of 100 pieces of input were rejected")
                .hasMessageContaining("x.png, byte ")
                .hasMessageContaining("it is cut short")
                .hasMessageContaining("ingest.max-rejected (now 0.02)");
        assertThat(failure.code().exitCode()).isEqualTo(3);
        assertOldDatasetIsThere();
    }

    @Test
    void aSourceWithoutRowsIsRefused() {
        assertThat(failure(ErrorCode.SOURCE_UNREADABLE, () -> ingest(List.of(), 0)))
                .hasMessageContaining("No sample came to the train split")
                .hasMessageContaining("0 samples in all");
        assertOldDatasetIsThere();
    }

    @Test
    void aSourceOfRejectedRowsAloneIsRefusedEvenWhereAllMayBeRejected() {
        List<Row> rows = List.of(SampleColumns.rejected("x", "x.png", null, "it is broken", 0));
        failure(ErrorCode.SOURCE_UNREADABLE, () -> ingest(rows, 1));
        assertOldDatasetIsThere();
    }

    @Test
    void aSourceWhoseRowsAreAllForTestingIsRefused() {
        MemorySource source = MemorySource.images(10, i -> MemorySource.image(i, null, "test"));
        assertThat(failure(ErrorCode.SOURCE_UNREADABLE, () -> ingest(source.rows(), 0)))
                .hasMessageContaining("10 samples in all");
        assertOldDatasetIsThere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "Train", "", "train "})
    void aSplitThatNobodyKnowsIsAnErrorAndNoLostRow(String split) {
        MemorySource source =
                MemorySource.images(50, i -> MemorySource.image(i, null, i == 7 ? split : null));
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> ingest(source.rows(), 0)))
                .hasMessageContaining("image/00007")
                .hasMessageContaining("split \"" + split + "\"");
        assertOldDatasetIsThere();
    }

    @Test
    void aSampleWithoutAnIdIsAnError() {
        StructField[] fields = SampleColumns.schema().fields();
        fields[0] = new StructField("id", DataTypes.StringType, true, Metadata.empty());
        StructType schema = new StructType(fields);
        List<Row> rows = new ArrayList<>(MemorySource.images(10).rows());
        rows.add(SampleColumns.sample(null, null, null, null, MemorySource.pixels(1)));
        MemorySource source = new MemorySource(TensorSpec.image(2, 2, 1), schema, rows, 2);
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> ingest(source, 0)))
                .hasMessageContaining("no id");
        assertOldDatasetIsThere();
    }

    @Test
    void anIdThatTwoSamplesHaveIsAnErrorWhereverTheyLand() {
        List<Row> rows = new ArrayList<>(MemorySource.images(50).rows());
        rows.add(MemorySource.image(7, null, null));
        rows.add(MemorySource.image(9, "elsewhere", "test"));
        HourglassException failure = failure(ErrorCode.SOURCE_MALFORMED, () -> ingest(rows, 0));
        assertThat(failure).hasMessageContaining("image/00007").hasMessageContaining("image/00009");
        assertOldDatasetIsThere();
    }

    @Test
    void aRejectedRowMayHaveTheIdOfASample() {
        List<Row> rows = new ArrayList<>(MemorySource.images(50).rows());
        rows.add(SampleColumns.rejected(MemorySource.id(7), "x", null, "it is there twice", 0));
        assertThat(ingest(rows, 0.1).manifest().rows()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 5})
    void aTensorOfAnotherLengthIsAnError(int length) {
        List<Row> rows = new ArrayList<>(MemorySource.images(10).rows());
        byte[] tensor = length < 0 ? null : new byte[length];
        rows.add(SampleColumns.sample("short", null, null, null, tensor));
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> ingest(rows, 0)))
                .hasMessageContaining("short")
                .hasMessageContaining("instead of 4");
        assertOldDatasetIsThere();
    }

    @Test
    void aSourceThatFailsOnAnExecutorFailsTheJob() {
        SampleSource failing =
                new SampleSource() {
                    @Override
                    public String description() {
                        return "a source that fails";
                    }

                    @Override
                    public TensorSpec tensorSpec(SparkSession spark) {
                        return TensorSpec.image(2, 2, 1);
                    }

                    @Override
                    public Dataset<Row> read(SparkSession spark) {
                        return spark.createDataFrame(
                                JavaSparkContext.fromSparkContext(spark.sparkContext())
                                        .parallelize(List.of(1, 2, 3), 2)
                                        .map(IngestionFailureIT::fail),
                                SampleColumns.schema());
                    }
                };
        assertThat(executorFailure(ErrorCode.SOURCE_MALFORMED, () -> ingest(failing, 0)))
                .hasMessageContaining("data.bin");
        assertOldDatasetIsThere();
    }

    private static Row fail(int row) {
        if (row == 3) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED, "It is broken", "data.bin", "mend it");
        }
        return MemorySource.image(row, null, null);
    }

    private void assertOldDatasetIsThere() {
        assertThat(store.readText(file())).isEqualTo(BEFORE);
        assertThat(store.list(store.dataset(Datasets.NAME))).hasSize(1);
    }

    private org.apache.hadoop.fs.Path file() {
        return new org.apache.hadoop.fs.Path(store.dataset(Datasets.NAME), "old");
    }

    private TensorDataset ingest(List<Row> rows, double maxRejected) {
        return ingest(MemorySource.of(TensorSpec.image(2, 2, 1), rows), maxRejected);
    }

    private TensorDataset ingest(SampleSource source, double maxRejected) {
        return Datasets.ingest(
                store, source, new IngestSettings(2, maxRejected, true, 0, 0, 1 << 20));
    }
}
