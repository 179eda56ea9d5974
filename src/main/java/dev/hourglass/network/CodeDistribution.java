package dev.hourglass.network;

import dev.hourglass.network.layer.CodeNeighbours;
import dev.hourglass.network.layer.RoundedCode;
import dev.hourglass.safetensors.Weights;
import java.util.Map;
import java.util.Optional;

/**
 * How the numbers of a code that was trained to be rounded are distributed: see {@link
 * RoundedCode}.
 *
 * @param neighbours which numbers tell of which
 * @param scales of the channels' numbers that have no neighbours but zeros
 * @param weights of the neighbours' magnitudes, by which the scale grows
 * @param counts of magnitudes in a row's code, [class of scales, bin]
 */
public record CodeDistribution(
        CodeNeighbours neighbours, double[] scales, double[] weights, float[] counts) {
    /**
     * The distribution among a network's weights.
     *
     * @param width of the code
     * @return empty where the network was not trained to round its code
     */
    public static Optional<CodeDistribution> of(Map<String, Weights> weights, int width) {
        Weights scales = weights.get(Networks.ROUNDED_CODE + "." + RoundedCode.LOG_SCALE);
        if (scales == null) {
            return Optional.empty();
        }
        Weights context = weights.get(Networks.ROUNDED_CODE + "." + RoundedCode.CONTEXT);
        Weights counts = weights.get(Networks.ROUNDED_CODE + "." + RoundedCode.COUNTS);
        int channels = scales.values().length;
        double[] byChannel = new double[channels];
        for (int i = 0; i < channels; i++) {
            byChannel[i] = CodeNeighbours.scale(scales.values()[i]);
        }
        double[] byNeighbour = new double[context.values().length];
        for (int i = 0; i < byNeighbour.length; i++) {
            byNeighbour[i] = CodeNeighbours.weight(context.values()[i]);
        }
        return Optional.of(
                new CodeDistribution(
                        new CodeNeighbours(width / channels, channels),
                        byChannel,
                        byNeighbour,
                        counts.values()));
    }
}
