package dev.hourglass.compression.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    @Test
    void theFirstComponentsAreTheDirectionsOfGreatestVariance() {
        // About (1, 2, 3), four times as far along (0.6, 0.8, 0) as along (0, 0, 1).
        double[][] windows = {{3.4, 5.2, 3}, {-1.4, -1.2, 3}, {1, 2, 4}, {1, 2, 2}};
        PrincipalComponents components = PrincipalComponents.fit(windows, 2);
        double[] coefficients = new double[2];
        components.forward(new double[] {1.6, 2.8, 3.5}, coefficients);

        assertThat(Math.abs(coefficients[0])).isCloseTo(1, within(1e-12));
        assertThat(Math.abs(coefficients[1])).isCloseTo(0.5, within(1e-12));

        double[] window = new double[3];
        components.inverse(coefficients, window);
        assertThat(window).containsExactly(new double[] {1.6, 2.8, 3.5}, within(1e-12));
    }

    @Test
    void allComponentsTogetherLoseNothing() {
        double[][] windows = correlated(200, 40);
        PrincipalComponents components = PrincipalComponents.fit(windows, 40);
        double[] coefficients = new double[40];
        double[] window = new double[40];
        components.forward(windows[7], coefficients);
        components.inverse(coefficients, window);

        assertThat(window).containsExactly(windows[7], within(1e-10));
    }

    @Test
    void fewerLeaveTheErrorOfTheOthersVariances() {
        double[][] windows = correlated(150, 40);
        PrincipalComponents components = PrincipalComponents.fit(windows, 5);
        double[] coefficients = new double[5];
        double[] decoded = new double[40];
        double error = 0;
        for (double[] window : windows) {
            components.forward(window, coefficients);
            components.inverse(coefficients, decoded);
            for (int i = 0; i < decoded.length; i++) {
                error += (window[i] - decoded[i]) * (window[i] - decoded[i]) / windows.length;
            }
        }

        double[] variances =
                new EigenDecomposition(
                                new Covariance(MatrixUtils.createRealMatrix(windows), false)
                                        .getCovarianceMatrix())
                        .getRealEigenvalues();
        assertThat(error).isCloseTo(Arrays.stream(variances).skip(5).sum(), within(1e-9));
    }

    @Test
    void componentsAreFittedToFewerWindowsThanSamples() {
        double[][] windows = correlated(10, 40);
        PrincipalComponents components = PrincipalComponents.fit(windows, 9);
        double[] coefficients = new double[9];
        double[] decoded = new double[40];
        components.forward(windows[3], coefficients);
        components.inverse(coefficients, decoded);

        assertThat(decoded).containsExactly(windows[3], within(1e-9));
    }

    @Test
    void thereAreNoMoreComponentsThanSamples() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.fit(new double[3][4], 5))
                .withMessage("5 components cannot be fitted to 3 windows of 4 samples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.fit(new double[0][], 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.fit(new double[3][4], 0));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PrincipalComponents.fit(new double[][] {{1, 2}, {Double.NaN, 1}}, 1))
                .withMessage("Window 1 is not 2 finite samples");
    }

    private static double[][] correlated(int windows, int samples) {
        Random random = new Random(2);
        double[][] drawn = new double[windows][samples];
        for (double[] window : drawn) {
            double value = 0;
            for (int i = 0; i < samples; i++) {
                value = 0.8 * value + random.nextGaussian();
                window[i] = value + i;
            }
        }
        return drawn;
    }
}
