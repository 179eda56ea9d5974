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
    static final int ROWS = 32;

    private final Autoencoder autoencoder;
    private final CodeDistribution distribution;

    /**
     * @param autoencoder closed with this network
     * @throws HourglassException where the engine multiplies numbers of less than float32
     * @throws IllegalArgumentException where it was not trained to round its code, or takes other
     *     samples than windows of one lead, [samples, 1]
     */
    public CodecNetwork(Autoencoder autoencoder) {
        requirePrecision();
        List<Integer> shape = autoencoder.spec().shape();
        if (shape.size() != 2 || shape.get(1) != 1) {
            throw new IllegalArgumentException("samples of shape " + shape);
        }
        this.autoencoder = autoencoder;
        this.distribution =
                CodeDistribution.of(autoencoder.weights())
                        .orElseThrow(() -> new IllegalArgumentException("a code of any numbers"));
    }

    /** What is promised holds for what float32 comes to on any processor. */
    private static void requirePrecision() {
        Precision precision = EngineSettings.current().precision();
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

    @Override
    public void close() {
        autoencoder.close();
    }
}
