package dev.hourglass.report;

import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Made-up samples with what an autoencoder could make of them. */
final class SampleFixtures {
    static final TensorSpec DIGIT = TensorSpec.image(28, 28, 1);
    static final TensorSpec BEAT =
            new TensorSpec(DType.INT16, List.of(720, 1), "WC", 0.005, 0, "mV", 360);

    static final List<String> RHYTHMS =
            List.of(
                    "normal",
                    "bradycardia",
                    "tachycardia",
                    "atrial-fibrillation",
                    "ventricular-ectopy");

    /** The segments of a seven-segment display, a to g, and those that each digit lights. */
    private static final int[][] SEGMENTS = {
        {9, 5, 18, 5},
        {18, 5, 18, 14},
        {18, 14, 18, 23},
        {9, 23, 18, 23},
        {9, 14, 9, 23},
        {9, 5, 9, 14},
        {9, 14, 18, 14}
    };

    private static final List<String> DIGITS =
            List.of(
                    "abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg",
                    "abcdfg");

    private SampleFixtures() {}

    /** A digit in segments, slanted and turned a little, and a blurred one. */
    static Reconstruction digit(int digit, double error, Random random) {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.shear(0.1 * random.nextGaussian(), 0);
        graphics.rotate(0.15 * random.nextGaussian(), 14, 14);
        graphics.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int segment = 0; segment < SEGMENTS.length; segment++) {
            if (DIGITS.get(digit).indexOf('a' + segment) >= 0) {
                int[] ends = SEGMENTS[segment];
                graphics.drawLine(ends[0], ends[1], ends[2], ends[3]);
            }
        }
        graphics.dispose();
        float[] original = new float[28 * 28];
        image.getRaster().getPixels(0, 0, 28, 28, original);
        for (int i = 0; i < original.length; i++) {
            original[i] /= 255;
        }
        String id = "test/%06d".formatted(random.nextInt(10_000));
        return new Reconstruction(
                new Sample(id, Optional.of(String.valueOf(digit)), original),
                blurred(original),
                error);
    }

    private static float[] blurred(float[] image) {
        float[] result = new float[image.length];
        for (int y = 1; y < 27; y++) {
            for (int x = 1; x < 27; x++) {
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        result[28 * y + x] += image[28 * (y + dy) + x + dx] / 9;
                    }
                }
            }
        }
        return result;
    }

    /** Two seconds of a noisy ECG, and one without the noise. */
    static Reconstruction beat(int rhythm, double error, Random random) {
        float[] original = new float[720];
        float[] reconstruction = new float[720];
        double period = 0.6 + 0.1 * (rhythm % 5);
        for (int i = 0; i < 720; i++) {
            double phase = (i / 360.0 + 0.3) % period;
            double clean =
                    wave(phase, 0.10, 0.025, 0.15)
                            + wave(phase, 0.21, 0.008, -0.12)
                            + wave(phase, 0.24, 0.011, 1.1)
                            + wave(phase, 0.27, 0.009, -0.25)
                            + wave(phase, 0.45, 0.04, 0.3);
            original[i] = (float) (clean + 0.02 * random.nextGaussian());
            reconstruction[i] = (float) (0.96 * clean);
        }
        String id = "rhythm-%d/%05d@%d".formatted(rhythm, random.nextInt(99_999), 2000);
        return new Reconstruction(
                new Sample(id, Optional.of(RHYTHMS.get(rhythm % 5)), original),
                reconstruction,
                error);
    }

    private static double wave(double time, double centre, double width, double height) {
        double distance = (time - centre) / width;
        return height * Math.exp(-distance * distance / 2);
    }
}
