package dev.hourglass.training;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.Normalisation;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.StoredShards;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedSpark.class)
class InputStatisticsIT {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);

    @TempDir private Path folder;
    private int stores;

    @ParameterizedTest
    @CsvSource({"5, 8, 3", "0, 8, 3", "5, 0, 3", "5, 8, 0", "0, 0, 1"})
    void meanAndDeviationAreThoseOfAllElementsWhateverShardTheyAreIn(
            int first, int second, int third, SparkSession spark) {
        List<List<byte[]>> shards = StoredShards.random(TENSOR, 1, first, second, third);
        double[] elements =
                shards.stream()
                        .flatMap(List::stream)
                        .flatMapToDouble(InputStatisticsIT::decode)
                        .toArray();
        Normalisation fitted = fit(spark, shards);
        assertThat(fitted.mean()).isCloseTo(StatUtils.mean(elements), within(1e-12));
        assertThat(fitted.deviation())
                .isCloseTo(Math.sqrt(StatUtils.variance(elements)), within(1e-12));
    }

    @Test
    void withoutNormalisationNothingIsRead() {
        assertThat(InputStatistics.fit(null, null, NormalisationMethod.NONE))
                .isEqualTo(Normalisation.NONE);
    }

    @Test
    void elementsThatAreAllTheSameOrMissingAreRefused(SparkSession spark) {
        for (List<byte[]> shard : List.of(List.of(new byte[4], new byte[4]), List.<byte[]>of())) {
            assertThat(failure(ErrorCode.TRAINING_FAILED, () -> fit(spark, List.of(shard))))
                    .hasMessageContaining("network.normalisation=none");
        }
    }

    private static DoubleStream decode(byte[] row) {
        float[] values = new float[TENSOR.elements()];
        TENSOR.decode(row, values, 0);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    private Normalisation fit(SparkSession spark, List<List<byte[]>> shards) {
        TensorDataset dataset =
                StoredShards.write(
                        Datasets.store(folder.resolve("store-" + stores++)),
                        TENSOR,
                        Map.of(Split.TRAIN, shards));
        return InputStatistics.fit(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                dataset.shardFiles(Split.TRAIN),
                NormalisationMethod.STANDARDISE);
    }
}
