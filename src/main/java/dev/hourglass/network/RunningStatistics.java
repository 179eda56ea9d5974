package dev.hourglass.network;

import dev.hourglass.network.layer.EngineLayer;
import dev.hourglass.network.layer.NativeFloats;
import dev.hourglass.network.layer.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The running means and variances of a network's batch normalisations, and the counts of its
 * rounded code. They are parameters among the others, but follow the batches and not the loss: what
 * stands for their gradient is what is to be subtracted, whatever the optimizer and its rate.
 * DL4J's own training knows that from their updater, while ours passes over the whole vector, and
 * is led around them here.
 */
final class RunningStatistics {
    private final MultiLayerNetwork network;
    private final List<Stretch> stretches = new ArrayList<>();

    /**
     * One parameter's stretch of the network's vector.
     *
     * @param next what its numbers are after the step under way
     */
    private record Stretch(int begin, float[] next) {}

    RunningStatistics(MultiLayerNetwork network) {
        this.network = network;
        int begin = 0;
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof EngineLayer part) {
                for (Parameter parameter : part.operation().parameters()) {
                    int length = Math.toIntExact(parameter.length());
                    if (!parameter.isLearnt()) {
                        stretches.add(new Stretch(begin, new float[length]));
                    }
                    begin += length;
                }
            }
        }
    }

    /**
     * Before a step: takes the changes out of the gradient, so that they do not count for its
     * length.
     */
    void setAside() {
        if (stretches.isEmpty()) {
            return;
        }
        FloatBuffer parameters = NativeFloats.of(network.params());
        FloatBuffer gradient = NativeFloats.of(network.getGradientsViewArray());
        for (Stretch stretch : stretches) {
            for (int i = 0; i < stretch.next().length; i++) {
                int place = stretch.begin() + i;
                stretch.next()[i] = parameters.get(place) - gradient.get(place);
                gradient.put(place, 0);
            }
        }
    }

    /** After a step: makes the changes, and none that the optimizer made. */
    void follow() {
        if (stretches.isEmpty()) {
            return;
        }
        FloatBuffer parameters = NativeFloats.of(network.params());
        for (Stretch stretch : stretches) {
            parameters.put(stretch.begin(), stretch.next());
        }
    }
}
