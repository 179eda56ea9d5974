package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MixtureStatisticsTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final double[][] ORIGINS = {{5, 5}, {0, 0}};

    @Test
    void aComponentHasTheMeanAndTheCovarianceOfItsRows() {
        MixtureStatistics some = new MixtureStatistics(ORIGINS).add(Vectors.dense(1, 2), 0);
        MixtureStatistics others =
                new MixtureStatistics(ORIGINS)
                        .add(Vectors.dense(3, 8), 0)
                        .add(Vectors.dense(-1, -1), 1);
        Mixture mixture = some.merge(others).mixture(0.5);
        assertThat(mixture.weights()).containsExactly(new double[] {2 / 3.0, 1 / 3.0}, ROUNDING);
        MultivariateGaussian first = mixture.components()[0];
        assertThat(first.mean().toArray()).containsExactly(new double[] {2, 5}, ROUNDING);
        // Deviations are 1 and 3 at once; the floor comes on top.
        assertThat(first.cov().toArray()).containsExactly(new double[] {1.5, 3, 3, 9.5}, ROUNDING);
        assertThat(mixture.components()[1].cov().toArray())
                .containsExactly(new double[] {0.5, 0, 0, 0.5}, ROUNDING);
        assertThat(some.leastShare()).isEqualTo(1);
    }

    @Test
    void posteriorsAreThoseWorkedOutByHandHoweverSmallTheDensities() {
        Mixture mixture = line(0.25, 0.75);
        double[] posteriors = new double[2];
        // Densities of a row at 0 are e^0 and e^-2 over the same.
        double density = mixture.posteriors(Vectors.dense(0), posteriors);
        double second = 0.75 * Math.exp(-2);
        assertThat(posteriors[0]).isCloseTo(0.25 / (0.25 + second), ROUNDING);
        assertThat(density).isCloseTo(Math.log((0.25 + second) / Math.sqrt(2 * Math.PI)), ROUNDING);
        double far = mixture.posteriors(Vectors.dense(-1000), posteriors);
        assertThat(posteriors).containsExactly(1, 0);
        assertThat(far).isLessThan(-499_000).isFinite();
    }

    @Test
    void aRowCountsAsFarAsItComesFromAComponent() {
        Mixture mixture = line(0.5, 0.5);
        MixtureStatistics statistics = new MixtureStatistics(new double[][] {{0}, {2}});
        double[] posteriors = new double[2];
        for (double row : new double[] {0, 1, 2}) {
            statistics.add(Vectors.dense(row), mixture, posteriors);
        }
        double near = 1 / (1 + Math.exp(-2));
        Mixture next = statistics.mixture(0);
        assertThat(next.weights()).containsExactly(new double[] {0.5, 0.5}, ROUNDING);
        double expected = (0.5 * 1 + (1 - near) * 2) / 1.5;
        assertThat(next.components()[0].mean().apply(0)).isCloseTo(expected, ROUNDING);
        assertThat(statistics.logLikelihood()).isFinite().isNegative();
    }

    @Test
    void aComponentHasMembersWhereItIsSomeRowsMostProbable() {
        Mixture mixture = line(0.5, 0.5);
        MixtureStatistics left = new MixtureStatistics(new double[][] {{0}, {2}});
        double[] posteriors = new double[2];
        for (int i = 0; i < 10; i++) {
            left.add(Vectors.dense(0.9), mixture, posteriors);
        }
        // Together the rows come from the second more than four times, and none of them most.
        assertThat(left.leastShare()).isGreaterThan(4);
        assertThat(left.haveMembers()).isFalse();
        MixtureStatistics right = new MixtureStatistics(new double[][] {{0}, {2}});
        right.add(Vectors.dense(1.1), mixture, posteriors);
        assertThat(right.haveMembers()).isFalse();
        assertThat(left.merge(right).haveMembers()).isTrue();
    }

    /** Gaussians of variance 1 at 0 and at 2. */
    private static Mixture line(double first, double second) {
        return new Mixture(
                new double[] {first, second},
                new MultivariateGaussian[] {
                    gaussian(Vectors.dense(0)), gaussian(Vectors.dense(2))
                });
    }

    private static MultivariateGaussian gaussian(Vector mean) {
        return new MultivariateGaussian(mean, Matrices.dense(1, 1, new double[] {1}));
    }
}
