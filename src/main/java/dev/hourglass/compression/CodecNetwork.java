package dev.hourglass.compression;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.CodeDistribution;
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
     * @throws IllegalArgumentException where it was not trained to round its code, or takes other
     *     samples than windows of one lead, [samples, 1]
     */
    public CodecNetwork(Autoencoder autoencoder) {
        List<Integer> shape = autoencoder.spec().shape();
        if (shape.size() != 2 || shape.get(1) != 1) {
            throw new IllegalArgumentException("samples of shape " + shape);
        }
        this.autoencoder = autoencoder;
        this.distribution =
                CodeDistribution.of(autoencoder.weights())
                        .orElseThrow(() -> new IllegalArgumentException("a code of any numbers"));
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
