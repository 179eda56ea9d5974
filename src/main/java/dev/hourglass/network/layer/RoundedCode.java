package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The code of a codec, behind a bottleneck: in training it is rounded to whole numbers, whose cost
 * in bits is part of the loss; else it is handed on as it is. The rounding's gradient is taken for
 * that of the identity (Theis, Shi, Cunningham and Huszár 2017).
 *
 * <p>The bits are those of an ideal entropy coder whose model is a Laplace distribution of mean 0
 * for each number. Its scale is one of the number's channel, and grows with the magnitudes of the
 * {@link CodeNeighbours} coded before it; both are learnt along (a context model as in wavelet
 * coders, by gradients as Minnen, Ballé and Toderici 2018 learn theirs). Beside that the layer
 * counts which magnitudes came at which scale, for the coder's tables.
 *
 * <p>It keeps the bits of the last batch, so that each network needs a layer of its own.
 */
public final class RoundedCode implements Operation {
    private static final long serialVersionUID = 2;

    /** What the channels' scales come from, [1, channels]: see {@link CodeNeighbours#scale}. */
    public static final String LOG_SCALE = "log-scale";

    /**
     * What the neighbours' weights come from, [channels, neighbouring channels, positions]: see
     * {@link CodeNeighbours#weight}.
     */
    public static final String CONTEXT = "context";

    /**
     * How often magnitudes came in a row's code, [{@link ScaleClass#COUNT}, {@link
     * ScaleClass#BINS}]: a running mean.
     */
    public static final String COUNTS = "counts";

    /** The weight of the running counts against the batch's. */
    public static final double DECAY = 0.98;

    /**
     * How much nearer to 0 than a half a number must be to be rounded up in magnitude. What is
     * rounded to 0 saves bits: a quantiser that weighs error against bits does about the same.
     */
    private static final double DEAD_ZONE = 0.2;

    private static final double LN_2 = Math.log(2);

    private final CodeNeighbours neighbours;
    private final double weight;

    private transient double loss;

    /**
     * @param width of the code
     * @param channels which run fastest in the code; its number for a code without positions
     * @param weight in the loss of one bit of a row's code
     */
    public RoundedCode(int width, int channels, double weight) {
        this.neighbours = new CodeNeighbours(width / channels, channels);
        this.weight = weight;
    }

    /** What the last batch's backward pass added to the loss: the weighted bits of a row. */
    public double loss() {
        return loss;
    }

    @Override
    public int inputs() {
        return neighbours.width();
    }

    @Override
    public int outputs() {
        return neighbours.width();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.row(LOG_SCALE, Parameter.Kind.BIAS, neighbours.channels()),
                new Parameter(CONTEXT, Parameter.Kind.BIAS, neighbours.shape(), 0),
                new Parameter(
                        COUNTS,
                        Parameter.Kind.RUNNING_MEAN,
                        List.of((long) ScaleClass.COUNT, (long) ScaleClass.BINS),
                        0));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        if (!training) {
            y.assign(x);
            return;
        }
        double[] numbers = Doubles.of(x);
        for (int i = 0; i < numbers.length; i++) {
            double magnitude = Math.floor(Math.abs(numbers[i]) + 0.5 - DEAD_ZONE);
            numbers[i] = magnitude == 0 ? 0 : Math.copySign(magnitude, numbers[i]);
        }
        Doubles.assign(y, numbers);
    }

    @Override
    public void backward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            INDArray dy,
            Map<String, INDArray> gradients,
            INDArray dx) {
        double[] numbers = Doubles.of(y);
        double[] byNumbers = Doubles.of(dy);
        double[] logScales = Doubles.of(parameters.get(LOG_SCALE));
        double[] context = Doubles.of(parameters.get(CONTEXT));
        double[] scales = Arrays.stream(logScales).map(CodeNeighbours::scale).toArray();
        double[] weights = Arrays.stream(context).map(CodeNeighbours::weight).toArray();
        double[] byScales = new double[scales.length];
        double[] byWeights = new double[weights.length];
        double[] counts = new double[ScaleClass.COUNT * ScaleClass.BINS];
        int rows = (int) x.size(0);
        double factor = weight / (rows * LN_2);
        double nats = 0;
        for (int row = 0; row < rows; row++) {
            nats +=
                    new Row(numbers, row * neighbours.width())
                            .add(factor, scales, weights, byNumbers, byScales, byWeights, counts);
        }
        loss = factor * nats;
        for (int i = 0; i < byScales.length; i++) {
            byScales[i] *= CodeNeighbours.byScale(logScales[i]);
        }
        for (int i = 0; i < byWeights.length; i++) {
            byWeights[i] *= CodeNeighbours.byWeight(context[i]);
        }
        double[] running = Doubles.of(parameters.get(COUNTS));
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (1 - DECAY) * (running[i] - counts[i] / rows);
        }
        Doubles.assign(gradients.get(LOG_SCALE), byScales);
        Doubles.assign(gradients.get(CONTEXT), byWeights);
        Doubles.assign(gradients.get(COUNTS), counts);
        Doubles.assign(dx, byNumbers);
    }

    /** The code of one row of a batch. */
    private final class Row {
        private final double[] numbers;
        private final int first;

        Row(double[] numbers, int first) {
            this.numbers = numbers;
            this.first = first;
        }

        /** Adds the row's part to gradients and counts; returns its nats. */
        double add(
                double factor,
                double[] scales,
                double[] weights,
                double[] byNumbers,
                double[] byScales,
                double[] byWeights,
                double[] counts) {
            int channels = neighbours.channels();
            double[] scale = new double[neighbours.width()];
            for (int i = 0; i < scale.length; i++) {
                scale[i] = scales[i % channels];
            }
            for (int i = 0; i < scale.length; i++) {
                double magnitude = Math.abs(numbers[first + i]);
                if (magnitude > 0) {
                    neighbours.forEach(
                            i, (later, weight) -> scale[later] += weights[weight] * magnitude);
                }
            }
            double nats = 0;
            double[] byScale = new double[scale.length];
            for (int i = 0; i < scale.length; i++) {
                double magnitude = Math.abs(numbers[first + i]);
                nats += Laplace.nats(magnitude, scale[i]);
                byScale[i] = factor * Laplace.byScale(magnitude, scale[i]);
                byScales[i % channels] += byScale[i];
                counts[ScaleClass.cell(scale[i], magnitude)]++;
            }
            for (int i = 0; i < scale.length; i++) {
                double number = numbers[first + i];
                double magnitude = Math.abs(number);
                if (magnitude > 0) {
                    double[] byMagnitude = {factor / scale[i]};
                    neighbours.forEach(
                            i,
                            (later, weight) -> {
                                byMagnitude[0] += byScale[later] * weights[weight];
                                byWeights[weight] += byScale[later] * magnitude;
                            });
                    byNumbers[first + i] += Math.signum(number) * byMagnitude[0];
                }
            }
            return nats;
        }
    }

    /** A Laplace distribution over the integers: the share of the density within half of each. */
    private static final class Laplace {
        private Laplace() {}

        /** −ln of the probability of a number of that magnitude. */
        static double nats(double magnitude, double scale) {
            return magnitude == 0
                    ? -Math.log(-Math.expm1(-0.5 / scale))
                    : (magnitude - 0.5) / scale - Math.log(-Math.expm1(-1 / scale)) + LN_2;
        }

        static double byScale(double magnitude, double scale) {
            double width = magnitude == 0 ? 0.5 : 1;
            double inner = width / Math.expm1(width / scale);
            double outer = magnitude == 0 ? 0 : magnitude - 0.5;
            return (inner - outer) / (scale * scale);
        }
    }
}
