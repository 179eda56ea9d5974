package dev.hourglass.source;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
@Tag("real-data")
class IdxSourceIT {
    @Test
    void mnistIsReadAsItsAuthorsDescribeIt(SparkSession spark) {
        String data = System.getenv("HOURGLASS_DATA");
        Assumptions.assumeTrue(data != null, "HOURGLASS_DATA is not set: MNIST is not read");
        Path folder = Path.of(data, "mnist");
        IdxSource source =
                new IdxSource(
                        new IdxSettings(
                                folder.resolve("train-images-idx3-ubyte.gz").toString(),
                                folder.resolve("train-labels-idx1-ubyte.gz").toString(),
                                folder.resolve("t10k-images-idx3-ubyte.gz").toString(),
                                folder.resolve("t10k-labels-idx1-ubyte.gz").toString()));

        TensorSpec spec = source.tensorSpec(spark);
        Dataset<Row> rows = source.read(spark);
        Dataset<Row> train = rows.where(col(SampleColumns.SPLIT).isNull());

        assertThat(spec.shape()).containsExactly(28, 28, 1);
        assertThat(rows.where(col(SampleColumns.SPLIT).equalTo("test")).count()).isEqualTo(10_000);
        assertThat(rows.select(SampleColumns.ID).distinct().count()).isEqualTo(70_000);
        assertThat(labelCounts(train))
                .isEqualTo(
                        Map.of(
                                "0", 5923L, "1", 6742L, "2", 5958L, "3", 6131L, "4", 5842L, "5",
                                5421L, "6", 5918L, "7", 6265L, "8", 5851L, "9", 5949L));
        assertThat(meanIntensity(train, spec)).isCloseTo(0.1307, within(0.00005));
    }

    private static Map<String, Long> labelCounts(Dataset<Row> rows) {
        List<Row> counts = rows.groupBy(SampleColumns.LABEL).count().collectAsList();
        return counts.stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    }

    private static double meanIntensity(Dataset<Row> rows, TensorSpec spec) {
        MapFunction<byte[], Double> mean =
                tensor -> {
                    float[] values = new float[spec.elements()];
                    spec.decode(tensor, values, 0);
                    double sum = 0;
                    for (float value : values) {
                        sum += value;
                    }
                    return sum / values.length;
                };
        return rows.select(SampleColumns.TENSOR)
                .as(Encoders.BINARY())
                .map(mean, Encoders.DOUBLE())
                .toDF("mean")
                .agg(avg("mean"))
                .first()
                .getDouble(0);
    }
}
