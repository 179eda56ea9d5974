package dev.hourglass.network;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import dev.hourglass.network.layer.BatchNormalisation;
import dev.hourglass.network.layer.Clusters;
import dev.hourglass.network.layer.Convolution;
import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.MaxPooling;
import dev.hourglass.network.layer.Operation;
import dev.hourglass.network.layer.Upsampling;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * The network of "An efficient compression of ECG signals using deep convolutional autoencoders"
 * (Yildirim, Tan and Acharya, Cognitive Systems Research 52, 2018), as far as it is known: 27
 * layers that bring 2,000 samples of a lead, from 0 to 1, to 62 numbers and back.
 *
 * <p>The paper's table of layers was not at hand. Six halvings of 2,000 leave 31 positions, so that
 * 62 numbers are two filters of them; six blocks of convolution, normalisation and pooling, four
 * convolutions with three up-samplings between them, a flattening and a dense layer are 27. Filters
 * and kernels are chosen here, and so that the dense layer sees 31 · 8 · 8 numbers, about as many
 * as it makes. The code is linear, as in all networks here. Maps are flat here, and the flattening
 * is no layer.
 */
final class YildirimLayers {
    private static final Window HALVING = Window.along(2, 2);

    /** The least samples of which six halvings leave a position. */
    private static final int LEAST_SAMPLES = 64;

    private static final List<Filters> ENCODER =
            List.of(
                    new Filters(8, 5),
                    new Filters(16, 5),
                    new Filters(32, 5),
                    new Filters(32, 3),
                    new Filters(32, 3),
                    new Filters(2, 3));

    private static final List<Filters> DECODER =
            List.of(new Filters(32, 3), new Filters(32, 3), new Filters(16, 5), new Filters(8, 5));

    private final NetworkSpec spec;
    private final Nonlinearity hidden;
    private final WeightInit weights;
    private final ListBuilder layers;

    /** What the last layer that was added makes. */
    private MapShape map;

    /** Of a convolution: how many, and how many samples wide. */
    private record Filters(int count, int kernel) {}

    /**
     * @throws HourglassException with CONFIGURATION where the samples are not signals of 64 or more
     */
    YildirimLayers(NetworkSpec spec, ListBuilder layers) {
        this.spec = spec;
        this.hidden = spec.settings().conv1d().activation().nonlinearity();
        this.weights = spec.settings().initialWeights().dl4j();
        this.layers = layers;
        this.map = ConvolutionalLayers.input(spec);
        if (map.width() < LEAST_SAMPLES) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Nothing is left of a signal that is halved six times",
                    "network.conv1d.preset = yildirim over samples of shape " + spec.shape(),
                    "take windows of " + LEAST_SAMPLES + " samples or more");
        }
    }

    /**
     * @throws HourglassException with CONFIGURATION where the bottleneck is not as wide as the code
     */
    void add(Optional<Clusters> clusters) {
        int last = ENCODER.size();
        for (int i = 1; i <= last; i++) {
            String name = "encoder-" + i;
            convolution(name, ENCODER.get(i - 1), i < last ? hidden : Nonlinearity.IDENTITY);
            layer(name + "-normalisation", new BatchNormalisation(map, Nonlinearity.IDENTITY), map);
            halveWidth(i < last ? name + "-pooling" : Networks.BOTTLENECK);
        }
        ConvolutionalLayers.requireCode(spec, map);
        Networks.addBehindBottleneck(layers, spec, map.channels(), clusters);
        for (int i = 1; i <= DECODER.size(); i++) {
            convolution("decoder-" + i, DECODER.get(i - 1), hidden);
            if (i < DECODER.size()) {
                doubleWidth("decoder-" + i + "-upsampling");
            }
        }
        layers.layer(
                Networks.dense(
                        "reconstruction",
                        map.elements(),
                        spec.elements(),
                        spec.settings().output().nonlinearity(),
                        weights));
    }

    private void convolution(String name, Filters filters, Nonlinearity f) {
        ConvolutionShape shape =
                ConvolutionShape.same(map, filters.count(), Window.along(filters.kernel(), 1));
        layer(name, new Convolution(shape, f), shape.output());
    }

    /** Of an odd number of positions the last is left out. */
    private void halveWidth(String name) {
        ConvolutionShape shape = ConvolutionShape.valid(map, map.channels(), HALVING);
        layer(name, new MaxPooling(shape), shape.output());
    }

    private void doubleWidth(String name) {
        ConvolutionShape shape = ConvolutionShape.transposedSame(map, map.channels(), HALVING);
        layer(name, new Upsampling(shape), shape.input());
    }

    private void layer(String name, Operation operation, MapShape output) {
        layers.layer(new EngineLayer(name, operation, weights));
        map = output;
    }
}
