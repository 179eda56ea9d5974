package dev.hourglass.bench;

import dev.hourglass.config.Configuration;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Normalisation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The networks that are measured. */
public enum MeasuredNetwork {
    /** The convolutional autoencoder of DCEC (Guo, Liu, Zhu and Yin 2017) for 28 × 28 images. */
    CAE(
            List.of(28, 28, 1),
            256,
            "network.architecture=conv2d",
            "network.conv2d.preset=dcec",
            "network.output=identity"),
    /** 784-1000-500-250-30 and its mirror (Hinton and Salakhutdinov 2006). */
    DEEP(
            List.of(784),
            256,
            "network.dense.widths=[1000, 500, 250]",
            "network.dense.activation=sigmoid",
            "network.bottleneck=30"),
    /** The default network for signals. */
    ECG(List.of(2000, 1), 64, "network.architecture=conv1d", "network.output=identity");

    private final List<Integer> shape;
    private final int batch;

    /** What differs from the defaults. */
    private final List<String> settings;

    MeasuredNetwork(List<Integer> shape, int batch, String... settings) {
        this.shape = shape;
        this.batch = batch;
        this.settings = List.of(settings);
    }

    /** The network, for values that are not normalised. */
    public NetworkSpec spec() {
        NetworkSettings network =
                Configuration.load(Optional.empty(), settings)
                        .section("network", NetworkSettings.class);
        return new NetworkSpec(network, shape, Normalisation.NONE);
    }

    /** Samples in a batch. */
    int batch() {
        return batch;
    }

    /** As it is printed. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
