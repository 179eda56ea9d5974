package dev.hourglass.compression;

import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.compression.transform.StepTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A network's code on windows. They are encoded once, whatever steps their codes are tried with.
 */
final class NetworkTrial implements StepTrial {
    private final CodecNetwork network;
    private final double[][] windows;

    /** Of {@link CodecNetwork#ROWS} windows each, not rounded. */
    private final List<float[]> codes = new ArrayList<>();

    /**
     * @param network not closed here
     * @param windows standardised, [window, sample]
     */
    NetworkTrial(CodecNetwork network, double[][] windows) {
        this.network = network;
        this.windows = windows;
        int samples = network.window();
        for (int first = 0; first < windows.length; first += CodecNetwork.ROWS) {
            float[] inputs = new float[CodecNetwork.ROWS * samples];
            for (int row = 0; row < rows(first); row++) {
                for (int i = 0; i < samples; i++) {
                    inputs[row * samples + i] = (float) windows[first + row][i];
                }
            }
            codes.add(network.encode(inputs));
        }
    }

    @Override
    public double bits(double step) {
        CodeTables tables = new CodeTables(network.distribution(), step);
        CodeQuantiser quantiser = new CodeQuantiser(tables, network.prices());
        return IntStream.range(0, windows.length)
                .mapToDouble(
                        window ->
                                tables.bits(
                                        quantiser.quantise(
                                                codes.get(window / CodecNetwork.ROWS),
                                                window % CodecNetwork.ROWS * tables.width())))
                .average()
                .orElseThrow();
    }

    @Override
    public SummaryStatistics prdn(double step) {
        CodeTables tables = new CodeTables(network.distribution(), step);
        CodeQuantiser quantiser = new CodeQuantiser(tables, network.prices());
        int samples = network.window();
        SummaryStatistics prdn = new SummaryStatistics();
        for (int first = 0; first < windows.length; first += CodecNetwork.ROWS) {
            float[] rounded = codes.get(first / CodecNetwork.ROWS).clone();
            for (int row = 0; row < rows(first); row++) {
                int from = row * tables.width();
                tables.dequantise(quantiser.quantise(rounded, from), rounded, from);
            }
            float[] outputs = network.decode(rounded);
            for (int row = 0; row < rows(first); row++) {
                Distortion distortion = new Distortion();
                for (int i = 0; i < samples; i++) {
                    distortion.add(windows[first + row][i], outputs[row * samples + i]);
                }
                prdn.addValue(distortion.prdn());
            }
        }
        return prdn;
    }

    /** How many windows there are from the first of a batch on, of those that fit into it. */
    private int rows(int first) {
        return Math.min(CodecNetwork.ROWS, windows.length - first);
    }
}
