package dev.hourglass.recommendation;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** EASE against what defines it, and its Gram matrix against plain sums. */
@ExtendWith(SharedSpark.class)
class EaseIT {
    @Test
    void twoItemsScoreEachOther(SparkSession spark) {
        // XᵀX + I is [3 1; 1 3], its inverse [3 −1; −1 3] / 8, and B's element 1 / 3.
        JavaRDD<Interactions> train =
                parallel(spark, List.of(row("a", 0), row("b", 1), row("c", 0, 1)), 2);
        Ease ease = Ease.fit(GramMatrix.of(train, 2), 1);

        float[] scores = ease.score(List.of(row("x", 0), row("y", 1), row("z", 0, 1)));
        assertThat(scores)
                .containsExactly(new float[] {0, 1 / 3f, 1 / 3f, 0, 1 / 3f, 1 / 3f}, within(1e-7f));
    }

    @Test
    void noOtherWeightsMakeTheLossLess(SparkSession spark) {
        // The gradient of ‖X − XB‖² + λ‖B‖² is zero but on the diagonal, which is held at 0.
        int items = 30;
        double lambda = 2.5;
        List<Interactions> users = random(80, items);
        Ease ease = Ease.fit(GramMatrix.of(parallel(spark, users, 3), items), lambda);
        double[][] gram = gram(users, items);
        float[] weights = ease.score(units(items));
        for (int i = 0; i < items; i++) {
            assertThat(weights[i * items + i]).isZero();
            for (int j = 0; j < items; j++) {
                double gradient = lambda * weights[i * items + j] - gram[i][j];
                for (int k = 0; k < items; k++) {
                    gradient += gram[i][k] * weights[k * items + j];
                }
                assertThat(i == j ? 0 : gradient).isCloseTo(0, within(1e-3));
            }
        }
    }

    @Test
    void stripsAreSummedAsOneMatrix(SparkSession spark) {
        // Two strips and a part of a third.
        int items = 2_100;
        List<Interactions> users = random(60, items);
        double[][] expected = gram(users, items);
        double[] gram = GramMatrix.of(parallel(spark, users, 3), items).plusDiagonal(0);
        assertThat(GramMatrix.of(parallel(spark, users, 7), items).plusDiagonal(0)).isEqualTo(gram);
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                double sum = gram[i * items + j];
                if (sum != (j < i ? 0 : expected[i][j])) {
                    assertThat(sum).as("%d, %d", i, j).isEqualTo(expected[i][j]);
                }
            }
        }
    }

    @Test
    void tooManyItemsAreRefused(SparkSession spark) {
        JavaRDD<Interactions> none = parallel(spark, List.of(), 1);
        failure(ErrorCode.CONFIGURATION, () -> GramMatrix.of(none, 12_001));
    }

    private static JavaRDD<Interactions> parallel(
            SparkSession spark, List<Interactions> users, int partitions) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(users, partitions);
    }

    private static Interactions row(String user, int... items) {
        float[] ones = new float[items.length];
        Arrays.fill(ones, 1);
        return new Interactions(user, items, ones);
    }

    private static List<Interactions> units(int items) {
        List<Interactions> units = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            units.add(row("unit " + item, item));
        }
        return units;
    }

    /** Ratings in steps of a half. */
    private static List<Interactions> random(int users, int items) {
        SplittableRandom random = new SplittableRandom(8);
        List<Interactions> rows = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int[] has = random.ints(0, items).limit(items / 3).distinct().sorted().toArray();
            float[] values = new float[has.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(1, 11) / 2f;
            }
            rows.add(new Interactions("user " + user, has, values));
        }
        return rows;
    }

    private static double[][] gram(List<Interactions> users, int items) {
        double[][] gram = new double[items][items];
        for (Interactions user : users) {
            for (int i = 0; i < user.items().length; i++) {
                for (int j = 0; j < user.items().length; j++) {
                    gram[user.items()[i]][user.items()[j]] += user.values()[i] * user.values()[j];
                }
            }
        }
        return gram;
    }
}
