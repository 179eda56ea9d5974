package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nonlinearity;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bottleneck of a variational autoencoder (Kingma and Welling 2014): the mean and the logarithm
 * of the variance of a normal distribution for each number of the code, both linear in the input.
 * In training the code is drawn from it, else it is the mean. Weight · KL(distribution ‖ standard
 * normal) is added to the loss.
 *
 * <p>Before every batch of training it must be told what to draw from, so that each network needs a
 * layer of its own.
 */
public final class GaussianCode implements Operation {
    private static final long serialVersionUID = 1;

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final int inputs;
    private final int width;

    private transient long seed;
    private transient double weight;
    private transient double loss;

    /** Of the batch under way: standard normal numbers, [rows, width]. */
    private transient float[] noise;

    /** Of the batch under way: means, then logarithms of variances, [rows, 2 · width]. */
    private transient INDArray distributions;

    /**
     * @param inputs elements of a row that goes in
     * @param width of the code
     */
    public GaussianCode(int inputs, int width) {
        this.inputs = inputs;
        this.width = width;
    }

    /**
     * Says how the batch that comes next is trained.
     *
     * @param seed of the numbers that are drawn
     * @param weight of the divergence in the loss, beta
     */
    public void prepare(long seed, double weight) {
        this.seed = seed;
        this.weight = weight;
    }

    /** What the last batch's backward pass added to the loss: weighted nats of a row. */
    public double loss() {
        return loss;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return width;
    }

    @Override
    public long multiplications() {
        return 2L * inputs * width;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.weights(new long[] {inputs, 2L * width}, inputs),
                Parameter.bias(2L * width));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        int rows = (int) x.size(0);
        INDArray made =
                training
                        ? distributions(x, rows)
                        : Nd4j.createUninitialized(x.dataType(), rows, 2L * width);
        engine.dense(
                Nonlinearity.IDENTITY,
                x,
                parameters.get(Parameter.WEIGHTS),
                parameters.get(Parameter.BIAS),
                made);
        float[] numbers = NativeFloats.values(made);
        float[] code = new float[rows * width];
        if (training) {
            noise = new float[code.length];
            RandomGenerator random = GENERATORS.create(seed);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
        }
        for (int i = 0; i < code.length; i++) {
            int mean = i / width * 2 * width + i % width;
            code[i] = numbers[mean];
            if (training) {
                code[i] += noise[i] * (float) Math.exp(0.5 * numbers[mean + width]);
            }
        }
        NativeFloats.of(y).put(0, code);
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
        int rows = (int) x.size(0);
        float[] numbers = NativeFloats.values(distributions);
        float[] byCode = NativeFloats.values(dy);
        double factor = weight / rows;
        double nats = 0;
        for (int i = 0; i < byCode.length; i++) {
            int mean = i / width * 2 * width + i % width;
            double m = numbers[mean];
            double logVariance = numbers[mean + width];
            double variance = Math.exp(logVariance);
            nats += 0.5 * (variance + m * m - 1 - logVariance);
            numbers[mean] = (float) (byCode[i] + factor * m);
            numbers[mean + width] =
                    (float)
                            (0.5 * byCode[i] * noise[i] * Math.sqrt(variance)
                                    + 0.5 * factor * (variance - 1));
        }
        loss = factor * nats;
        // The distributions are not needed again: their place takes their gradient.
        NativeFloats.of(distributions).put(0, numbers);
        engine.denseGradient(
                x, distributions, gradients.get(Parameter.WEIGHTS), gradients.get(Parameter.BIAS));
        if (dx != null) {
            engine.denseInputGradient(distributions, parameters.get(Parameter.WEIGHTS), dx);
        }
    }

    /** An array outside of workspaces, for a layer's forward and backward pass are in two. */
    private INDArray distributions(INDArray x, int rows) {
        if (distributions == null || distributions.size(0) != rows) {
            if (distributions != null) {
                distributions.close();
            }
            distributions = Nd4j.createUninitializedDetached(x.dataType(), rows, 2L * width);
        }
        return distributions;
    }
}
