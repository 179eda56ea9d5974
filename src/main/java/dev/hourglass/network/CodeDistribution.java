package dev.hourglass.network;

import dev.hourglass.network.layer.RoundedCode;
import dev.hourglass.safetensors.Weights;
import java.util.Map;
import java.util.Optional;

/**
 * The logistic distribution of each channel of a code that was trained to be rounded. The channel
 * runs fastest in a code.
 *
 * @param means by channel
 * @param logScales natural logarithms of the scales, by channel
 */
public record CodeDistribution(float[] means, float[] logScales) {
    /**
     * The distribution among a network's weights.
     *
     * @return empty where the network was not trained to round its code
     */
    public static Optional<CodeDistribution> of(Map<String, Weights> weights) {
        Weights means = weights.get(Networks.ROUNDED_CODE + "." + RoundedCode.MEAN);
        Weights logScales = weights.get(Networks.ROUNDED_CODE + "." + RoundedCode.LOG_SCALE);
        return means == null || logScales == null
                ? Optional.empty()
                : Optional.of(new CodeDistribution(means.values(), logScales.values()));
    }

    public int channels() {
        return means.length;
    }
}
