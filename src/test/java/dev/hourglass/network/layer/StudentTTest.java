package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StudentTTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final int ROWS = 5;
    private static final int WIDTH = 3;
    private static final int CLUSTERS = 4;
    private static final double STEP = 1e-5;

    private final Random random = new Random(3);

    @Test
    void membershipsFallWithTheSquaredDistance() {
        // Squared distances 0 and 3 from the first code, 1 and 4 from the second.
        double[] memberships =
                StudentT.memberships(
                        new double[] {0, 0, 1, 0}, 2, new double[] {0, 0, 1, Math.sqrt(2)}, 2);
        assertThat(memberships[0]).isCloseTo(1 / 1.25, ROUNDING);
        assertThat(memberships[1]).isCloseTo(0.25 / 1.25, ROUNDING);
        assertThat(memberships[2]).isCloseTo(0.5 / (0.5 + 1 / 3.0), ROUNDING);
        assertThat(memberships[3]).isCloseTo(1 / 3.0 / (0.5 + 1 / 3.0), ROUNDING);
    }

    @Test
    void targetsAreSquaresOverFrequencies() {
        double[] targets =
                StudentT.targets(new double[] {0.8, 0.2, 0.4, 0.6}, new double[] {1.2, 0.8});
        double first = 0.64 / 1.2;
        assertThat(targets[0]).isCloseTo(first / (first + 0.04 / 0.8), ROUNDING);
        assertThat(targets[0] + targets[1]).isCloseTo(1, ROUNDING);
        assertThat(targets[3]).isCloseTo(0.36 / 0.8 / (0.16 / 1.2 + 0.36 / 0.8), ROUNDING);
    }

    @Test
    void aClusterThatNobodyBelongsToGetsNoTarget() {
        assertThat(StudentT.targets(new double[] {1, 0}, new double[] {7, 0}))
                .containsExactly(1, 0);
    }

    @Test
    void theDivergenceIsAMeanOverRowsAndZeroOfEqualDistributions() {
        // Both codes are as far from one centre as from the other.
        double[] codes = {0, 0, 7, 0};
        double[] centres = {0, 1, 0, -1};
        assertThat(divergence(codes, centres, new double[] {0.5, 0.5, 0.5, 0.5}, 2)).isZero();
        assertThat(divergence(codes, centres, new double[] {1, 0, 0.5, 0.5}, 2))
                .isCloseTo(Math.log(2) / 2, ROUNDING);
    }

    @Test
    void gradientsAreThoseOfTheDivergence() {
        double[] codes = gaussian(ROWS * WIDTH);
        double[] centres = gaussian(CLUSTERS * WIDTH);
        double[] targets =
                StudentT.targets(
                        StudentT.memberships(gaussian(ROWS * WIDTH), ROWS, centres, WIDTH),
                        new double[] {1, 2, 1.5, 0.5});
        double[] byCodes = new double[codes.length];
        double[] byCentres = new double[centres.length];

        StudentT.divergence(codes, centres, targets, ROWS, 0.3, byCodes, byCentres);

        compare(codes, byCodes, () -> loss(codes, centres, targets));
        compare(centres, byCentres, () -> loss(codes, centres, targets));
    }

    private static double loss(double[] codes, double[] centres, double[] targets) {
        return 0.3 * divergence(codes, centres, targets, ROWS);
    }

    private static double divergence(double[] codes, double[] centres, double[] targets, int rows) {
        double[] byCodes = new double[codes.length];
        double[] byCentres = new double[centres.length];
        return StudentT.divergence(codes, centres, targets, rows, 1, byCodes, byCentres);
    }

    private static void compare(double[] values, double[] gradient, DoubleSupplier loss) {
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            values[i] = value + STEP;
            double above = loss.getAsDouble();
            values[i] = value - STEP;
            double below = loss.getAsDouble();
            values[i] = value;
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * STEP), within(1e-9));
        }
    }

    private double[] gaussian(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
