package dev.hourglass.training;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.ShardFiles;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.Normalisation;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.AggregateSummaryStatistics;
import org.apache.commons.math3.stat.descriptive.StatisticalSummary;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.spark.api.java.JavaSparkContext;

/** Fits the normalisation of a network's input on the train split. */
public final class InputStatistics {
    private InputStatistics() {}

    /**
     * The normalisation by mean and standard deviation over all elements of all samples, or none.
     *
     * @throws HourglassException with TRAINING_FAILED where every element is the same
     */
    public static Normalisation fit(
            JavaSparkContext spark, ShardFiles shards, NormalisationMethod method) {
        if (method != NormalisationMethod.STANDARDISE) {
            return Normalisation.NONE;
        }
        List<Integer> indices = IntStream.range(0, shards.count()).boxed().toList();
        // Commons Math cannot aggregate the mean of nothing, nor nothing at all.
        List<StatisticalSummary> parts =
                spark.parallelize(indices, indices.size())
                        .map(index -> summarise(shards, index))
                        .filter(summary -> summary.getN() > 0)
                        .collect();
        StatisticalSummary all =
                parts.isEmpty()
                        ? new SummaryStatistics()
                        : AggregateSummaryStatistics.aggregate(parts);
        if (!(all.getStandardDeviation() > 0)) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "Every element of the train split is the same, or not a number",
                    "mean " + all.getMean() + ", standard deviation " + all.getStandardDeviation(),
                    "check the data, or set network.normalisation=none");
        }
        return new Normalisation(all.getMean(), all.getStandardDeviation());
    }

    private static StatisticalSummary summarise(ShardFiles shards, int index) {
        SummaryStatistics statistics = new SummaryStatistics();
        try (Shard shard = shards.read(index)) {
            for (int row = 0; row < shard.size(); row++) {
                for (float value : shard.decode(new int[] {row}, 0, 1)) {
                    statistics.addValue(value);
                }
            }
        }
        return statistics.getSummary();
    }
}
