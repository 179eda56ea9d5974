package dev.hourglass.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.RankingMetrics;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.Tuple2;

/** The measures against MLlib's, which computes them in its own way. */
@ExtendWith(SharedSpark.class)
class RankingMeasuresIT {
    private static final int USERS = 300;
    private static final int ITEMS = 400;

    @Test
    void mllibFindsTheSame(SparkSession spark) {
        SplittableRandom random = new SplittableRandom(4);
        List<Tuple2<List<Integer>, List<Integer>>> pairs = new ArrayList<>();
        double[] sums = new double[4];
        for (int user = 0; user < USERS; user++) {
            // Shorter lists than 100, and more targets than 100, among them.
            int[] list = draw(random, random.nextInt(1, 200));
            int[] targets = draw(random, random.nextInt(1, 150));
            pairs.add(new Tuple2<>(boxed(list), boxed(targets)));
            Arrays.sort(targets);
            double[] measures = RankingMeasures.of(list, targets);
            Arrays.setAll(sums, i -> sums[i] + measures[i]);
        }
        RankingMetrics<Integer> mllib =
                RankingMetrics.of(
                        JavaSparkContext.fromSparkContext(spark.sparkContext())
                                .parallelize(pairs, 3));

        assertThat(sums[2] / USERS).isCloseTo(mllib.ndcgAt(100), within(1e-12));
        assertThat(sums[3] / USERS).isCloseTo(mllib.meanAveragePrecisionAt(100), within(1e-12));
    }

    private static int[] draw(SplittableRandom random, int count) {
        return random.ints(0, ITEMS).distinct().limit(count).toArray();
    }

    private static List<Integer> boxed(int[] items) {
        return Arrays.stream(items).boxed().toList();
    }
}
