package dev.hourglass.network;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings.Lapped;
import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import dev.hourglass.network.layer.Bypassed;
import dev.hourglass.network.layer.Clusters;
import dev.hourglass.network.layer.Convolution;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.layer.Rearranged;
import dev.hourglass.network.layer.TransposedConvolution;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The layers of an autoencoder for codecs: a linear transform whose kernels overlap, and beside it,
 * in encoder and decoder, one hidden layer. Signals go on as their mirror images do. It begins as
 * the modulated lapped transform of Malvar (1990), which is a good codec's, and learns from there.
 * Codes are [position, channel]; each position's channels lie by frequency.
 */
final class LappedLayers {
    private final NetworkSpec spec;
    private final Lapped settings;

    private final int samples;

    /** Of the signal's mirror image, that the first kernels see before it. */
    private final int before;

    /** What the last kernels see after it. */
    private final int after;

    /** From the signal to the code. */
    private final ConvolutionShape transform;

    /** From the signal to the hidden layer. */
    private final ConvolutionShape outer;

    /** From the hidden layer to the code. */
    private final ConvolutionShape inner;

    LappedLayers(NetworkSpec spec) {
        this.spec = spec;
        this.settings = spec.settings().lapped();
        List<Integer> shape = spec.shape();
        if (shape.size() != 2 || shape.get(1) != 1 || shape.get(0) < 2) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A lapped network needs signals of one lead, [samples, 1], of 2 samples or more",
                    "network.architecture; the dataset's samples are " + shape,
                    "choose one lead, or another network.architecture: conv1d takes several leads");
        }
        this.samples = shape.get(0);
        int positions = Math.floorDiv(samples + settings.stride() - 1, settings.stride());
        int seen = (positions - 1) * settings.stride() + settings.kernel();
        this.before = (seen - samples) / 2;
        this.after = seen - samples - before;
        MapShape signal = new MapShape(1, seen, 1);
        Window window = Window.along(settings.kernel(), settings.stride());
        this.transform = ConvolutionShape.valid(signal, settings.channels(), window);
        this.outer = ConvolutionShape.valid(signal, settings.hidden(), window);
        this.inner =
                ConvolutionShape.same(
                        outer.output(),
                        settings.channels(),
                        Window.along(settings.hiddenKernel(), 1));
        int width = transform.output().elements();
        if (width != spec.bottleneck()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The code of "
                            + transform.output().width()
                            + " positions of "
                            + settings.channels()
                            + " channels is "
                            + width
                            + " wide",
                    "network.bottleneck = " + spec.bottleneck() + " over samples of shape " + shape,
                    "set network.bottleneck=" + width);
        }
    }

    void addTo(NeuralNetConfiguration.ListBuilder layers, Optional<Clusters> clusters) {
        Nonlinearity none = Nonlinearity.IDENTITY;
        Nonlinearity hidden = settings.activation().nonlinearity();
        double step = step();
        layers.layer(layer("mirrored", Rearranged.mirrored(samples, before, after)));
        layers.layer(
                layer(
                        Networks.BOTTLENECK,
                        new Bypassed(
                                new Convolution(outer, hidden),
                                new Convolution(inner, none),
                                new Convolution(transform, none),
                                cosines(1 / step))));
        Networks.addBehindBottleneck(layers, spec, settings.channels(), clusters);
        layers.layer(
                layer(
                        "reconstruction",
                        new Bypassed(
                                new TransposedConvolution(inner, hidden),
                                new TransposedConvolution(outer, none),
                                new TransposedConvolution(transform, none),
                                cosines(step))));
        layers.layer(layer("window", Rearranged.middle(samples, before, after)));
    }

    private EngineLayer layer(String name, Operation operation) {
        return new EngineLayer(name, operation, spec.settings().initialWeights().dl4j());
    }

    /**
     * The quantiser's step that the price of a bit leads to, by which codes are divided: a fine
     * quantiser with step Δ leaves the squared error Δ²/12 to a coefficient, and one more bit
     * divides that by 4, so that a bit is worth ln 2 · Δ²/6.
     */
    private double step() {
        Double price = spec.settings().rateWeight();
        return price == null ? 1 : Math.sqrt(6 * price / Math.log(2));
    }

    /**
     * The basis of the modulated lapped transform with the sine window, two strides long, in the
     * middle of kernels: [channel, sample].
     */
    private float[] cosines(double factor) {
        int stride = settings.stride();
        int kernel = settings.kernel();
        int from = (kernel - 2 * stride) / 2;
        float[] cosines = new float[settings.channels() * kernel];
        for (int channel = 0; channel < settings.channels(); channel++) {
            for (int i = 0; i < 2 * stride; i++) {
                double window = Math.sin(Math.PI * (i + 0.5) / (2 * stride));
                double cosine =
                        Math.cos(Math.PI / stride * (i + (stride + 1) / 2.0) * (channel + 0.5));
                cosines[channel * kernel + from + i] =
                        (float) (factor * Math.sqrt(2.0 / stride) * window * cosine);
            }
        }
        return cosines;
    }
}
