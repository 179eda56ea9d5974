package dev.hourglass.network;

import dev.hourglass.network.layer.Clusters;
import dev.hourglass.network.optimizer.UpdateRule;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A replica of a network that is trained to reconstruct and to cluster: DCEC (Guo, Liu, Zhu and Yin
 * 2017). The clusters' centres are parameters among the others.
 */
public final class ClusteringReplica implements AutoCloseable {
    private final TrainingReplica replica;
    private final Clusters clusters;

    private final int count;
    private final int width;

    /** Where in the parameters the centres begin. */
    private final int begin;

    /**
     * A replica that has seen nothing, not even its weights.
     *
     * @param count how many clusters
     * @param weight of the divergence in the loss, gamma
     */
    public ClusteringReplica(
            NetworkSpec spec, int count, double weight, UpdateRule rule, double clipNorm) {
        replica =
                new TrainingReplica(
                        spec,
                        Networks.configuration(
                                spec, new Clusters(spec.bottleneck(), count, weight)),
                        rule,
                        clipNorm);
        MultiLayerNetwork network = replica.network();
        Layer layer = network.getLayer(Networks.CLUSTERS);
        clusters = (Clusters) replica.operation(Networks.CLUSTERS);
        begin =
                Arrays.stream(network.getLayers())
                        .limit(layer.getIndex())
                        .mapToInt(before -> Math.toIntExact(before.numParams()))
                        .sum();
        this.count = count;
        this.width = spec.bottleneck();
    }

    /**
     * The vector with which training begins: no optimizer has seen anything.
     *
     * @param parameters of the autoencoder
     * @param centres by [cluster, element]
     */
    public float[] vector(float[] parameters, double[][] centres) {
        float[] vector = new float[replica.length()];
        System.arraycopy(parameters, 0, vector, 0, begin);
        int place = begin;
        for (double[] centre : centres) {
            for (double number : centre) {
                vector[place++] = (float) number;
            }
        }
        System.arraycopy(parameters, begin, vector, place, parameters.length - begin);
        return vector;
    }

    /** The autoencoder's part of a vector. */
    public float[] autoencoder(float[] vector) {
        int length = count * width;
        float[] parameters = new float[replica.parameters() - length];
        System.arraycopy(vector, 0, parameters, 0, begin);
        System.arraycopy(vector, begin + length, parameters, begin, parameters.length - begin);
        return parameters;
    }

    /** The centres in a vector, by [cluster, element]. */
    public double[][] centres(float[] vector) {
        double[][] centres = new double[count][width];
        for (int i = 0; i < count * width; i++) {
            centres[i / width][i % width] = vector[begin + i];
        }
        return centres;
    }

    /** Takes over a vector, as {@link TrainingReplica#load}. */
    public void load(float[] vector) {
        replica.load(vector);
    }

    /** Copies all to {@code vector}, as {@link TrainingReplica#store}. */
    public void store(float[] vector) {
        replica.store(vector);
    }

    /**
     * Trains one minibatch.
     *
     * @param values as in {@link TrainingReplica#train}
     * @param targets of the rows, [rows, clusters]
     * @return the loss before the step: the mean squared error an element, in normalised units, and
     *     the weighted divergence
     */
    public double train(float[] values, int rows, double[] targets, double rate, long step) {
        clusters.setTargets(targets);
        double squaredError = replica.train(values, rows, rate, step);
        return squaredError + clusters.loss();
    }

    @Override
    public void close() {
        replica.close();
    }
}
