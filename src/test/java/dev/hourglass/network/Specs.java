package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.NetworkSettings.Conv1d;
import dev.hourglass.network.NetworkSettings.Conv2d;
import dev.hourglass.network.NetworkSettings.Dense;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import java.util.List;

/** Small networks for tests. */
public final class Specs {
    private static final Block BLOCK = new Block(4, 3, 2, Padding.SAME);
    private static final Dense DENSE = new Dense(List.of(8), false, HiddenActivation.RELU);
    private static final Conv2d CONV2D =
            new Conv2d(null, List.of(BLOCK), Code.DENSE, HiddenActivation.RELU);
    private static final Conv1d CONV1D =
            new Conv1d(List.of(BLOCK), Code.DENSE, HiddenActivation.RELU);

    private Specs() {}

    public static NetworkSpec dense(
            List<Integer> shape, List<Integer> widths, boolean tied, int bottleneck) {
        return dense(
                shape,
                widths,
                tied,
                bottleneck,
                HiddenActivation.RELU,
                new Normalisation(0.3, 0.5));
    }

    public static NetworkSpec dense(
            List<Integer> shape,
            List<Integer> widths,
            boolean tied,
            int bottleneck,
            HiddenActivation activation,
            Normalisation normalisation) {
        return spec(
                Architecture.DENSE,
                bottleneck,
                new Dense(widths, tied, activation),
                CONV2D,
                CONV1D,
                shape,
                normalisation);
    }

    public static NetworkSpec conv2d(List<Integer> shape, int bottleneck, Block... blocks) {
        return conv2d(shape, bottleneck, HiddenActivation.RELU, blocks);
    }

    /** With an activation that has a derivative everywhere, for finite differences. */
    public static NetworkSpec smoothConv2d(List<Integer> shape, int bottleneck, Block... blocks) {
        return conv2d(shape, bottleneck, HiddenActivation.TANH, blocks);
    }

    public static NetworkSpec conv1d(List<Integer> shape, int bottleneck, Block... blocks) {
        return spec(
                Architecture.CONV1D,
                bottleneck,
                DENSE,
                CONV2D,
                new Conv1d(List.of(blocks), Code.DENSE, HiddenActivation.RELU),
                shape,
                Normalisation.NONE);
    }

    public static NetworkSpec preset(Preset preset, List<Integer> shape, int bottleneck) {
        return spec(
                Architecture.CONV2D,
                bottleneck,
                DENSE,
                new Conv2d(preset, List.of(BLOCK), Code.DENSE, HiddenActivation.RELU),
                CONV1D,
                shape,
                Normalisation.NONE);
    }

    private static NetworkSpec conv2d(
            List<Integer> shape, int bottleneck, HiddenActivation activation, Block... blocks) {
        return spec(
                Architecture.CONV2D,
                bottleneck,
                DENSE,
                new Conv2d(null, List.of(blocks), Code.DENSE, activation),
                CONV1D,
                shape,
                Normalisation.NONE);
    }

    private static NetworkSpec spec(
            Architecture architecture,
            int bottleneck,
            Dense dense,
            Conv2d conv2d,
            Conv1d conv1d,
            List<Integer> shape,
            Normalisation normalisation) {
        NetworkSettings settings =
                new NetworkSettings(
                        architecture,
                        bottleneck,
                        NormalisationMethod.NONE,
                        OutputActivation.IDENTITY,
                        dense,
                        conv2d,
                        conv1d);
        return new NetworkSpec(settings, shape, normalisation);
    }
}
