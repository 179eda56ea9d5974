package dev.hourglass.network;

import dev.hourglass.network.NetworkSettings.Architecture;
import dev.hourglass.network.NetworkSettings.Block;
import dev.hourglass.network.NetworkSettings.Code;
import dev.hourglass.network.NetworkSettings.Conv1d;
import dev.hourglass.network.NetworkSettings.Conv2d;
import dev.hourglass.network.NetworkSettings.Dense;
import dev.hourglass.network.NetworkSettings.Lapped;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.layer.LossFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks for tests. */
public final class Specs {
    private static final Block BLOCK = new Block(4, 3, 2, Padding.SAME);
    private static final Dense DENSE = new Dense(List.of(8), false, HiddenActivation.RELU, null);
    private static final Conv2d CONV2D =
            new Conv2d(null, List.of(BLOCK), Code.DENSE, HiddenActivation.RELU);
    private static final Conv1d CONV1D =
            new Conv1d(null, List.of(BLOCK), Code.DENSE, HiddenActivation.RELU);

    private static final Lapped LAPPED = new Lapped(8, 5, 24, 6, 3, HiddenActivation.RELU);

    private Specs() {}

    /** One network of every kind, by what is particular about it. */
    public static Map<String, NetworkSpec> ofEveryKind() {
        Map<String, NetworkSpec> specs = new LinkedHashMap<>();
        specs.put("dense", dense(List.of(12), List.of(8, 6), false, 3));
        specs.put("linear", dense(List.of(5, 4, 3), List.of(), false, 7));
        specs.put("tied", dense(List.of(12), List.of(8, 6), true, 3));
        specs.put(
                "conv2d that divides evenly",
                conv2d(List.of(8, 8, 1), 3, new Block(4, 3, 2, Padding.SAME)));
        specs.put(
                "conv2d over colour with odd sizes",
                conv2d(
                        List.of(7, 9, 3),
                        5,
                        new Block(4, 3, 2, Padding.SAME),
                        new Block(5, 2, 2, Padding.SAME)));
        specs.put(
                "conv2d whose stride leaves a remainder",
                conv2d(List.of(8, 10, 2), 3, new Block(4, 3, 2, Padding.VALID)));
        specs.put(
                "conv1d over two leads",
                conv1d(
                        List.of(50, 2),
                        4,
                        new Block(3, 9, 4, Padding.SAME),
                        new Block(4, 5, 3, Padding.SAME)));
        specs.put("lapped", lapped(50, HiddenActivation.RELU, null));
        specs.put("dcec", preset(Preset.DCEC, List.of(28, 28, 1), 10));
        specs.put("tutorial", preset(Preset.TUTORIAL, List.of(28, 28, 1), 64));
        specs.put("yildirim", yildirim(List.of(200, 2), 6));
        return specs;
    }

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
                new Dense(widths, tied, activation, null),
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
                new Conv1d(null, List.of(blocks), Code.DENSE, HiddenActivation.RELU),
                shape,
                Normalisation.NONE);
    }

    /** A small convolutional network over signals of one lead whose code is rounded. */
    public static NetworkSpec codec(int samples) {
        NetworkSettings plain =
                conv1d(List.of(samples, 1), samples / 2, new Block(2, 5, 4, Padding.SAME))
                        .settings();
        NetworkSettings settings =
                new NetworkSettings(
                        plain.architecture(),
                        plain.bottleneck(),
                        plain.normalisation(),
                        plain.output(),
                        plain.initialWeights(),
                        0.01,
                        plain.dense(),
                        plain.conv2d(),
                        plain.conv1d(),
                        plain.lapped(),
                        plain.loss(),
                        plain.inputDropout(),
                        plain.variational());
        return new NetworkSpec(settings, List.of(samples, 1), Normalisation.NONE);
    }

    /** A dense network of one hidden layer for sparse samples, of 4 numbers of code. */
    public static NetworkSpec sparse(
            int elements, LossFunction loss, double inputDropout, Double beta) {
        NetworkSettings settings =
                new NetworkSettings(
                        Architecture.DENSE,
                        4,
                        NormalisationMethod.UNIT_LENGTH,
                        OutputActivation.IDENTITY,
                        NetworkSettings.InitialWeights.GLOROT,
                        null,
                        new Dense(List.of(8), false, HiddenActivation.TANH, null),
                        CONV2D,
                        CONV1D,
                        LAPPED,
                        loss,
                        inputDropout,
                        new NetworkSettings.Variational(beta, 10));
        return new NetworkSpec(settings, List.of(elements), Normalisation.NONE);
    }

    /** A lapped network over signals of one lead: strides of 8 samples, 5 channels. */
    public static NetworkSpec lapped(int samples, HiddenActivation activation, Double rateWeight) {
        NetworkSettings settings =
                new NetworkSettings(
                        Architecture.LAPPED,
                        (samples + 7) / 8 * 5,
                        NormalisationMethod.NONE,
                        OutputActivation.IDENTITY,
                        NetworkSettings.InitialWeights.LECUN,
                        rateWeight,
                        DENSE,
                        CONV2D,
                        CONV1D,
                        new Lapped(8, 5, 24, 6, 3, activation),
                        null,
                        null,
                        null);
        return new NetworkSpec(settings, List.of(samples, 1), Normalisation.NONE);
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

    /** The network of {@link SignalPreset#YILDIRIM}. */
    public static NetworkSpec yildirim(List<Integer> shape, int bottleneck) {
        return yildirim(shape, bottleneck, HiddenActivation.RELU);
    }

    static NetworkSpec yildirim(List<Integer> shape, int bottleneck, HiddenActivation activation) {
        return spec(
                Architecture.CONV1D,
                bottleneck,
                DENSE,
                CONV2D,
                new Conv1d(SignalPreset.YILDIRIM, List.of(BLOCK), Code.DENSE, activation),
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
                        NetworkSettings.InitialWeights.LECUN,
                        null,
                        dense,
                        conv2d,
                        conv1d,
                        LAPPED,
                        null,
                        null,
                        null);
        return new NetworkSpec(settings, shape, normalisation);
    }
}
