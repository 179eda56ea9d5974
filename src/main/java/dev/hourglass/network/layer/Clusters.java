package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The clustering layer of DEC (Xie, Girshick and Farhadi 2016), behind a bottleneck: it hands codes
 * on as they are, and adds the gradient of weight · KL(targets ‖ memberships) to that of what
 * follows. Its parameters are the clusters' centres.
 *
 * <p>Before every backward pass it must be told the batch's targets, so that each network needs a
 * layer of its own.
 */
public final class Clusters implements Operation {
    private static final long serialVersionUID = 1;

    /** The name of the centres, [clusters, width]. */
    public static final String CENTRES = Parameter.WEIGHTS;

    private final int width;
    private final int count;
    private final double weight;

    /** Of the batch under way, [rows, clusters]; not sent along. */
    private transient double[] targets;

    private transient double loss;

    /**
     * @param width of the codes
     * @param count how many clusters
     * @param weight of the divergence in the loss
     */
    public Clusters(int width, int count, double weight) {
        this.width = width;
        this.count = count;
        this.weight = weight;
    }

    /** Sets the targets of the batch that comes next, [rows, clusters]. */
    public void setTargets(double[] targets) {
        this.targets = targets;
    }

    /** What the last batch's backward pass added to the loss. */
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
        return List.of(Parameter.weights(CENTRES, new long[] {count, width}, width));
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        y.assign(x);
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
        int rows = Math.toIntExact(x.size(0));
        double[] codes = Doubles.of(x);
        double[] centres = Doubles.of(parameters.get(CENTRES));
        double[] byCodes = Doubles.of(dy);
        double[] byCentres = new double[centres.length];
        loss =
                weight
                        * StudentT.divergence(
                                codes, centres, targets, rows, weight, byCodes, byCentres);
        Doubles.assign(gradients.get(CENTRES), byCentres);
        Doubles.assign(dx, byCodes);
    }
}
