package dev.hourglass.compression;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.CodeDistribution;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import java.util.List;

/**
 * An autoencoder of standardised windows whose code is rounded. Not for several threads at once.
 */
public final class CodecNetwork implements AutoCloseable {
    /**
     * Windows that are computed at once, always: compressor and decompressor get the same numbers
     * for them, whatever a library chooses by the size of a batch.
     */
    public static final int ROWS = 32;

    private final Autoencoder autoencoder;
    private final double frequency;
    private final CodeDistribution distribution;

    /** Null until somebody asks: who only decodes needs none. */
    private double[] prices;

    /**
     * @param autoencoder closed with this network
     * @param frequency samples a second of the signals that it was trained on, Hz; 0 where that is
     *     not known
     * @throws HourglassException where the engine multiplies numbers of less than float32
     * @throws IllegalArgumentException where it was not trained to round its code, or takes other
     *     samples than windows of one lead, [samples, 1]
     */
    public CodecNetwork(Autoencoder autoencoder, double frequency) {
        requirePrecision(EngineSettings.current().precision());
        List<Integer> shape = autoencoder.spec().shape();
        if (shape.size() != 2 || shape.get(1) != 1) {
            throw new IllegalArgumentException("samples of shape " + shape);
        }
        this.autoencoder = autoencoder;
        this.frequency = frequency;
        this.distribution =
                CodeDistribution.of(autoencoder.weights(), autoencoder.spec().bottleneck())
                        .orElseThrow(() -> new IllegalArgumentException("a code of any numbers"));
    }

    /** What is promised holds for what float32 comes to on any processor. */
    static void requirePrecision(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Records are compressed and decompressed in float32, which their promises are"
                            + " for, and the engine multiplies "
                            + precision,
                    "engine.precision",
                    "set engine.precision = float32");
        }
    }

    CodeDistribution distribution() {
        return distribution;
    }

    /**
     * What a bit may cost in the squared error of a channel's numbers, for as much as training paid
     * for it: the rate's weight, over the squared change of the window by a change of 1.
     */
    double[] prices() {
        if (prices == null) {
            prices = measurePrices();
        }
        return prices;
    }

    /** Samples a second of the signals that it was trained on, Hz; 0 where that is not known. */
    public double frequency() {
        return frequency;
    }

    /** Samples of a window. */
    public int window() {
        return autoencoder.spec().elements();
    }

    /** Numbers of a code. */
    public int codeWidth() {
        return autoencoder.spec().bottleneck();
    }

    /**
     * @param windows {@link #ROWS} · window standardised samples
     * @return {@link #ROWS} · code width numbers, not rounded
     */
    float[] encode(float[] windows) {
        return autoencoder.encode(windows, ROWS);
    }

    /**
     * @param codes {@link #ROWS} · code width numbers
     * @return {@link #ROWS} · window standardised samples
     */
    float[] decode(float[] codes) {
        return autoencoder.decode(codes, ROWS);
    }

    private double[] measurePrices() {
        int channels = distribution.neighbours().channels();
        int middle = distribution.neighbours().positions() / 2 * channels;
        double rateWeight = autoencoder.spec().settings().rateWeight();
        float[] of0 = decode(new float[ROWS * codeWidth()]);
        double[] measured = new double[channels];
        for (int first = 0; first < channels; first += ROWS) {
            int rows = Math.min(ROWS, channels - first);
            float[] codes = new float[ROWS * codeWidth()];
            for (int row = 0; row < rows; row++) {
                codes[row * codeWidth() + middle + first + row] = 1;
            }
            float[] outputs = decode(codes);
            for (int row = 0; row < rows; row++) {
                double squares = 0;
                for (int i = row * window(); i < (row + 1) * window(); i++) {
                    double change = outputs[i] - of0[i];
                    squares += change * change;
                }
                measured[first + row] = rateWeight / squares;
            }
        }
        return measured;
    }

    @Override
    public void close() {
        autoencoder.close();
    }
}
