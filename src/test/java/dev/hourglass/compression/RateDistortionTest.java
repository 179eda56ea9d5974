package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.compression.transform.SignalTransform;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.HiddenActivation;
import dev.hourglass.network.Specs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a network that has learnt nothing, whose transform is of cosines. */
class RateDistortionTest {
    private static final int SAMPLES = 256;

    private final double[][] training = BeatWindows.draw(150, SAMPLES, 1);

    /** More than a batch of the network. */
    private final double[][] test = BeatWindows.draw(40, SAMPLES, 2);

    private final CodecNetwork network =
            new CodecNetwork(
                    Autoencoder.initial(Specs.lapped(SAMPLES, HiddenActivation.RELU, 0.05), 3), 0);

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void allCodersTakeTheSameBits() {
        AtomicInteger progress = new AtomicInteger();
        RateDistortion measured =
                RateDistortion.measure(network, training, test, progress::incrementAndGet);

        assertThat(measured.samples()).isEqualTo(SAMPLES);
        assertThat(measured.trainingWindows()).isEqualTo(150);
        assertThat(measured.testWindows()).isEqualTo(40);
        Map<String, List<RatePoint>> curves =
                measured.points().stream().collect(Collectors.groupingBy(RatePoint::coder));
        assertThat(curves).containsOnlyKeys("network", "wavelet", "dct", "pca");
        curves.forEach(
                (coder, curve) -> {
                    assertThat(curve).as(coder).hasSizeGreaterThan(2);
                    assertThat(curve)
                            .as(coder)
                            .allSatisfy(RateDistortionTest::requireRate)
                            .allMatch(point -> point.worstPrdn() > point.prdn())
                            .isSortedAccordingTo(
                                    Comparator.comparingDouble(RatePoint::prdn).reversed());
                });
        assertThat(progress).hasValue(RateDistortion.mostPoints());
    }

    @Test
    void whatTheNetworkLosesIsWhatADecoderMakesOfTheBytesOfARangeCoder() throws Exception {
        double step = 1.7;
        NetworkTrial trial = new NetworkTrial(network, test);
        CodeTables tables = new CodeTables(network.distribution(), step);
        CodeQuantiser quantiser = new CodeQuantiser(tables, network.prices());
        RangeEncoder out = new RangeEncoder();
        for (double[] window : test) {
            float[] inputs = new float[CodecNetwork.ROWS * SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                inputs[5 * SAMPLES + i] = (float) window[i];
            }
            int from = 5 * network.codeWidth();
            tables.encode(quantiser.quantise(network.encode(inputs), from), out);
        }
        byte[] bytes = out.finish();

        assertThat(test.length * trial.bits(step)).isCloseTo(8.0 * bytes.length, within(40.0));

        CodeTables other = new CodeTables(network.distribution(), step);
        RangeDecoder in = new RangeDecoder(bytes);
        SummaryStatistics prdn = new SummaryStatistics();
        for (double[] window : test) {
            int[] code = new int[network.codeWidth()];
            other.decode(in, code);
            float[] codes = new float[CodecNetwork.ROWS * network.codeWidth()];
            for (int i = 0; i < code.length; i++) {
                codes[i] = (float) (step * code[i]);
            }
            prdn.addValue(prdn(window, network.decode(codes)));
        }
        assertThat(trial.prdn(step).getMean()).isCloseTo(prdn.getMean(), within(1e-3));
        assertThat(trial.prdn(step).getMax()).isCloseTo(prdn.getMax(), within(1e-3));
        assertThat(prdn.getMean()).isBetween(1.0, 90.0);
    }

    /** A wavelet splits 32 samples five times and 33 six times. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 32, 33, 64, 101})
    void windowsOfAnyLengthAreTransformed(int samples) {
        double[][] windows = BeatWindows.draw(9, samples, samples);
        Map<String, Supplier<SignalTransform>> transforms = RateDistortion.transforms(windows);

        assertThat(transforms).containsOnlyKeys("wavelet", "dct", "pca");
        assertThat(transforms.values())
                .allSatisfy(made -> assertThat(made.get().samples()).isEqualTo(samples));
    }

    @Test
    void principalComponentsNeedWindowsThatAreNotTooFewNorTooLong() {
        assertThat(RateDistortion.transforms(new double[1][SAMPLES]))
                .containsOnlyKeys("wavelet", "dct");
        assertThat(RateDistortion.transforms(new double[2][4097]))
                .containsOnlyKeys("wavelet", "dct");
        assertThat(RateDistortion.transforms(new double[2][4096]))
                .containsOnlyKeys("wavelet", "dct", "pca");
    }

    private static void requireRate(RatePoint point) {
        double wanted = 11.0 / point.ratio();
        assertThat(point.bitsPerSample()).isCloseTo(wanted, within(0.0011 * wanted));
    }

    private static double prdn(double[] window, float[] outputs) {
        double error = 0;
        for (int i = 0; i < window.length; i++) {
            error += Math.pow(window[i] - outputs[i], 2);
        }
        // Standardised: their squares are as many as they are.
        return 100 * Math.sqrt(error / window.length);
    }
}
