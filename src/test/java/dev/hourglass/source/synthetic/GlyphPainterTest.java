package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphPainterTest {
    private static final int SIDE = 28;
    private static final int PER_DIGIT = 100;
    private static final int DIGITS = 10;

    private final GlyphPainter painter = new GlyphPainter(SIDE, SIDE, 0);

    @Test
    void digitsAreWhiteInkAmidBlackPaper() {
        for (int digit = 0; digit < DIGITS; digit++) {
            double[][] images = images(digit, 0);
            assertThat(List.of(images))
                    .allSatisfy(
                            image -> {
                                assertThat(StatUtils.mean(image)).isBetween(0.015, 0.35);
                                assertThat(StatUtils.max(image)).isGreaterThan(0.9);
                            });
            assertThat(border(mean(images))).as("border of %d", digit).isLessThan(0.01);
        }
    }

    @Test
    void digitsOfAClassDifferAndClassesDifferMore() {
        double[][] means = new double[DIGITS][];
        double[] within = new double[DIGITS];
        for (int digit = 0; digit < DIGITS; digit++) {
            double[][] images = images(digit, 0);
            means[digit] = mean(images);
            for (double[] image : images) {
                within[digit] += distance(image, means[digit]) / PER_DIGIT;
            }
        }

        for (int digit = 0; digit < DIGITS; digit++) {
            assertThat(within[digit]).as("variety of %d", digit).isGreaterThan(3);
            for (int other = 0; other < digit; other++) {
                assertThat(distance(means[digit], means[other]))
                        .as("%d against %d", digit, other)
                        .isGreaterThan(1.5);
            }
        }
    }

    @Test
    void theNearestClassMeanIsMostlyButByNoMeansAlwaysRight() {
        double[][] means = new double[DIGITS][];
        for (int digit = 0; digit < DIGITS; digit++) {
            means[digit] = mean(images(digit, 0));
        }
        int right = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            for (double[] image : images(digit, PER_DIGIT)) {
                right += nearest(image, means) == digit ? 1 : 0;
            }
        }
        assertThat(right / (double) (DIGITS * PER_DIGIT)).isBetween(0.6, 0.95);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1})
    void noiseHasTheDeviationAskedForAndIsCutAtBlackAndWhite(double noise) {
        double[] clean = intensities(painter.paint(3, Seeds.random(1, 1)));
        double[] noisy =
                intensities(new GlyphPainter(SIDE, SIDE, noise).paint(3, Seeds.random(1, 1)));

        double[] paper =
                IntStream.range(0, clean.length)
                        .filter(i -> clean[i] == 0)
                        .mapToDouble(i -> noisy[i])
                        .toArray();

        assertThat(StatUtils.min(paper)).isZero();
        // Half of the normal distribution is cut to 0, which leaves half of its mean square.
        double meanSquare = StatUtils.sumSq(paper) / paper.length;
        assertThat(Math.sqrt(2 * meanSquare)).isCloseTo(noise, within(0.12 * noise));
        assertThat(StatUtils.max(paper)).isLessThan(6 * noise);
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "64, 32", "20, 512"})
    void aDigitFillsAnImageOfAnySize(int width, int height) {
        byte[] pixels = new GlyphPainter(width, height, 0).paint(8, new SplittableRandom(1));

        assertThat(pixels).hasSize(width * height);
        boolean[] quarters = new boolean[4];
        for (int i = 0; i < pixels.length; i++) {
            boolean right = i % width >= width / 2;
            boolean bottom = i / width >= height / 2;
            quarters[(right ? 1 : 0) + (bottom ? 2 : 0)] |= pixels[i] != 0;
        }
        assertThat(quarters).containsOnly(true);
    }

    @Test
    void theSameRandomNumbersGiveTheSamePixels() {
        assertThat(painter.paint(5, Seeds.random(1, 2)))
                .isEqualTo(painter.paint(5, Seeds.random(1, 2)))
                .isNotEqualTo(painter.paint(5, Seeds.random(1, 3)));
    }

    private double[][] images(int digit, int from) {
        return IntStream.range(from, from + PER_DIGIT)
                .mapToObj(i -> intensities(painter.paint(digit, Seeds.random(i, digit))))
                .toArray(double[][]::new);
    }

    private static double[] intensities(byte[] pixels) {
        return IntStream.range(0, pixels.length)
                .mapToDouble(i -> (pixels[i] & 0xFF) / 255.0)
                .toArray();
    }

    private static double[] mean(double[][] images) {
        return IntStream.range(0, SIDE * SIDE)
                .mapToDouble(
                        pixel ->
                                IntStream.range(0, images.length)
                                        .mapToDouble(i -> images[i][pixel])
                                        .average()
                                        .orElseThrow())
                .toArray();
    }

    private static int nearest(double[] image, double[][] means) {
        int nearest = 0;
        for (int digit = 1; digit < DIGITS; digit++) {
            if (distance(image, means[digit]) < distance(image, means[nearest])) {
                nearest = digit;
            }
        }
        return nearest;
    }

    private static double distance(double[] left, double[] right) {
        return new EuclideanDistance().compute(left, right);
    }

    /** Mean intensity of the outermost pixels. */
    private static double border(double[] image) {
        return IntStream.range(0, image.length)
                .filter(
                        i ->
                                i % SIDE == 0
                                        || i % SIDE == SIDE - 1
                                        || i / SIDE == 0
                                        || i / SIDE == SIDE - 1)
                .mapToDouble(i -> image[i])
                .average()
                .orElseThrow();
    }
}
