package dev.hourglass.compression.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.util.Precision;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values are worked out by hand. */
class DistortionTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final Distortion distortion = new Distortion();

    @Test
    void oneErrorAmongFourSamples() {
        distortion.add(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 5});

        assertThat(distortion.samples()).isEqualTo(4);
        assertThat(distortion.rms()).isEqualTo(0.5);
        assertThat(distortion.maximumError()).isEqualTo(1);
        // Σ x² = 30; about the mean of 2.5 it is 5.
        assertThat(distortion.prd(0)).isCloseTo(100 / Math.sqrt(30), ROUNDING);
        assertThat(distortion.prdn()).isCloseTo(100 / Math.sqrt(5), ROUNDING);
        assertThat(distortion.snr()).isCloseTo(6.98970004336, within(1e-10));
        assertThat(distortion.qualityScore(32, 0)).isCloseTo(0.32 * Math.sqrt(30), ROUNDING);
    }

    @Test
    void theGreatestErrorMayBeEitherWay() {
        distortion.add(new double[] {1, 2, 3}, new double[] {1.5, 4, 0});

        assertThat(distortion.maximumError()).isEqualTo(3);
    }

    @Test
    void prdCanCountAnyValueAsZero() {
        distortion.add(new double[] {-1, 0, 3}, new double[] {-1, 2, 3});

        assertThat(distortion.prd(0)).isCloseTo(100 * 2 / Math.sqrt(10), ROUNDING);
        assertThat(distortion.prd(-1)).isCloseTo(100 * 2 / Math.sqrt(17), ROUNDING);
        assertThat(distortion.prd(-5.12))
                .isCloseTo(100 * 2 / Math.sqrt(4.12 * 4.12 + 5.12 * 5.12 + 8.12 * 8.12), ROUNDING);
    }

    @Test
    void zeroStandsForTheScaleThatAnotherPrdIsOf() {
        double[] millivolts = {-0.145, 0.02, 1.3, -0.5, -0.31};
        double[] decoded = {-0.14, 0.05, 1.2, -0.47, -0.3};
        distortion.add(millivolts, decoded);

        // As stored with 200 units a mV about 1024, and scaled to [0, 1].
        assertThat(distortion.prd(-1024 / 200.0))
                .isCloseTo(affine(millivolts, decoded, 200, 1024).prd(0), ROUNDING);
        assertThat(distortion.prd(-0.5))
                .isCloseTo(affine(millivolts, decoded, 1 / 1.8, 0.5 / 1.8).prd(0), ROUNDING);
    }

    @Test
    void prdnAndSnrAreTheSameInEveryUnit() {
        double[] original = {-0.145, 0.02, 1.3, -0.5, -0.31};
        double[] decoded = {-0.14, 0.05, 1.2, -0.47, -0.3};
        distortion.add(original, decoded);
        Distortion units = affine(original, decoded, 200, 1024);

        assertThat(units.prdn()).isCloseTo(distortion.prdn(), within(1e-9));
        assertThat(units.snr()).isCloseTo(distortion.snr(), within(1e-9));
        assertThat(units.rms()).isCloseTo(200 * distortion.rms(), within(1e-9));
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        SplittableRandom random = new SplittableRandom(1);
        Distortion shifted = new Distortion();
        for (int i = 0; i < 100_000; i++) {
            // Sixteenths, so that adding the offset rounds nothing.
            double original = random.nextInt(-100, 100) / 16.0;
            double decoded = original + random.nextInt(-3, 4) / 16.0;
            distortion.add(original, decoded);
            shifted.add(original + 1e9, decoded + 1e9);
        }

        assertThat(Precision.equalsWithRelativeTolerance(shifted.prdn(), distortion.prdn(), 1e-12))
                .isTrue();
        assertThat(shifted.rms()).isEqualTo(distortion.rms());
    }

    @Test
    void partsOfASignalMergeToTheWhole() {
        double[] original = {5, 9, 2, 7, 1, 1, 8};
        double[] decoded = {5, 8, 2, 9, 1, 0, 8};
        distortion.add(original, decoded);
        Distortion merged = new Distortion();
        merged.merge(part(original, decoded, 0, 3));
        merged.merge(new Distortion());
        merged.merge(part(original, decoded, 3, 7));

        assertThat(merged.samples()).isEqualTo(7);
        assertThat(merged.rms()).isEqualTo(distortion.rms());
        assertThat(merged.maximumError()).isEqualTo(2);
        assertThat(merged.prd(3)).isCloseTo(distortion.prd(3), ROUNDING);
        assertThat(merged.prdn()).isCloseTo(distortion.prdn(), ROUNDING);
    }

    @Test
    void anExactReconstructionHasNoError() {
        distortion.add(new double[] {1, 2}, new double[] {1, 2});

        assertThat(distortion.prdn()).isZero();
        assertThat(distortion.prd(0)).isZero();
        assertThat(distortion.snr()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(distortion.qualityScore(32, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aFlatLineIsEitherExactOrInfinitelyWrong() {
        distortion.add(new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.1, 0.1});

        assertThat(distortion.prdn()).isZero();
        assertThat(distortion.prd(0.1)).isZero();
        assertThat(distortion.snr()).isEqualTo(Double.POSITIVE_INFINITY);

        distortion.add(0.1, 0.2);

        assertThat(distortion.prdn()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(distortion.prd(0.1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(distortion.prd(0)).isCloseTo(50, within(1e-9));
        assertThat(distortion.snr()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void noSamplesHaveNoDistortion() {
        assertThat(distortion.samples()).isZero();
        assertThat(new double[] {distortion.rms(), distortion.prd(0), distortion.prdn()})
                .containsOnly(Double.NaN);
        assertThat(distortion.snr()).isNaN();
        assertThat(distortion.maximumError()).isNaN();
    }

    @Test
    void aSampleThatIsNotANumberShows() {
        distortion.add(new double[] {1, 2, 3}, new double[] {1, Double.NaN, 3});

        assertThat(distortion.rms()).isNaN();
        assertThat(distortion.prdn()).isNaN();
        assertThat(distortion.snr()).isNaN();
        assertThat(distortion.maximumError()).isNaN();
    }

    @Test
    void aReconstructionHasTheLengthOfItsOriginal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> distortion.add(new double[3], new double[2]))
                .withMessage("3 samples were reconstructed as 2");
    }

    private static Distortion affine(
            double[] original, double[] decoded, double factor, double offset) {
        Distortion distortion = new Distortion();
        for (int i = 0; i < original.length; i++) {
            distortion.add(factor * original[i] + offset, factor * decoded[i] + offset);
        }
        return distortion;
    }

    private static Distortion part(double[] original, double[] decoded, int from, int to) {
        Distortion distortion = new Distortion();
        distortion.add(
                Arrays.copyOfRange(original, from, to), Arrays.copyOfRange(decoded, from, to));
        return distortion;
    }
}
