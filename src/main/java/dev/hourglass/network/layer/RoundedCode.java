package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The code of a codec, behind a bottleneck: in training it is rounded to whole numbers, whose cost
 * in bits is part of the loss; else it is handed on as it is. The rounding's gradient is taken for
 * that of the identity (Theis, Shi, Cunningham and Huszár 2017). The bits are those of an ideal
 * entropy coder whose model is a logistic distribution for each channel, which is learnt along
 * (after Ballé, Laparra and Simoncelli 2017).
 *
 * <p>It keeps the bits of the last batch, so that each network needs a layer of its own.
 */
public final class RoundedCode implements Operation {
    private static final long serialVersionUID = 1;

    /** The means of the channels' distributions, [1, channels]. */
    public static final String MEAN = "mean";

    /** The natural logarithms of the distributions' scales, [1, channels]. */
    public static final String LOG_SCALE = "log-scale";

    private static final double LN_2 = Math.log(2);

    private final int width;
    private final int channels;
    private final double weight;

    private transient double loss;

    /**
     * @param width of the code
     * @param channels which run fastest in the code; its number for a code without positions
     * @param weight in the loss of one bit of a row's code
     */
    public RoundedCode(int width, int channels, double weight) {
        this.width = width;
        this.channels = channels;
        this.weight = weight;
    }

    /** What the last batch's backward pass added to the loss: the weighted bits of a row. */
    public double loss() {
        return loss;
    }

    @Override
    public int inputs() {
        return width;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.row(MEAN, Parameter.Kind.BIAS, channels),
                Parameter.row(LOG_SCALE, Parameter.Kind.BIAS, channels));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        y.assign(x);
        if (training) {
            Transforms.round(y, false);
        }
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
        double[] means = Doubles.of(parameters.get(MEAN));
        double[] inverseScales = Doubles.of(parameters.get(LOG_SCALE));
        Arrays.setAll(inverseScales, channel -> Math.exp(-inverseScales[channel]));
        double[] byMeans = new double[channels];
        double[] byLogScales = new double[channels];
        double factor = weight / (x.size(0) * LN_2);
        double nats = 0;
        // The probability of n is F(a) - F(b) = F(a) F(-b) (1 - exp(b - a)), whose logarithm is
        // exact in the tails too. Its last factor is the channel's, and follows below.
        for (int i = 0; i < numbers.length; i++) {
            int channel = i % channels;
            double inverse = inverseScales[channel];
            double above = (numbers[i] + 0.5 - means[channel]) * inverse;
            double below = above - inverse;
            double tailAbove = Math.exp(-Math.abs(above));
            double tailBelow = Math.exp(-Math.abs(below));
            nats += Math.max(-above, 0) + Math.log1p(tailAbove);
            nats += Math.max(below, 0) + Math.log1p(tailBelow);
            double beyond = (above > 0 ? tailAbove : 1) / (1 + tailAbove);
            double before = (below > 0 ? 1 : tailBelow) / (1 + tailBelow);
            double byNumber = factor * inverse * (before - beyond);
            byNumbers[i] += byNumber;
            byMeans[channel] -= byNumber;
            byLogScales[channel] += factor * (above * beyond - below * before);
        }
        double ofEachChannel = (double) numbers.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            double inverse = inverseScales[channel];
            nats -= ofEachChannel * Math.log(-Math.expm1(-inverse));
            byLogScales[channel] += factor * ofEachChannel * inverse / Math.expm1(inverse);
        }
        loss = factor * nats;
        Doubles.assign(gradients.get(MEAN), byMeans);
        Doubles.assign(gradients.get(LOG_SCALE), byLogScales);
        Doubles.assign(dx, byNumbers);
    }
}
