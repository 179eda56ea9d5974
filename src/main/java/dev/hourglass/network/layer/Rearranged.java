package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Hands on elements of a row in another order, some of them several times and some not at all. */
public final class Rearranged implements Operation {
    private static final long serialVersionUID = 1;

    private final int inputs;

    /** By output: the input that it is. */
    private final int[] sources;

    private Rearranged(int inputs, int[] sources) {
        this.inputs = inputs;
        this.sources = sources;
    }

    /**
     * A signal with its mirror images before and after it, without repeating the samples at its
     * ends.
     *
     * @param samples of the signal, at least 2
     * @param before samples to put before it
     * @param after samples to put after it
     */
    public static Rearranged mirrored(int samples, int before, int after) {
        int[] sources = new int[before + samples + after];
        int period = 2 * (samples - 1);
        for (int i = 0; i < sources.length; i++) {
            int place = Math.floorMod(i - before, period);
            sources[i] = Math.min(place, period - place);
        }
        return new Rearranged(samples, sources);
    }

    /** The signal of which {@link #mirrored} was made. */
    public static Rearranged middle(int samples, int before, int after) {
        int[] sources = new int[samples];
        for (int i = 0; i < samples; i++) {
            sources[i] = before + i;
        }
        return new Rearranged(before + samples + after, sources);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return sources.length;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        double[] from = Doubles.of(x);
        double[] to = new double[(int) y.length()];
        for (int row = 0; row * inputs < from.length; row++) {
            for (int i = 0; i < sources.length; i++) {
                to[row * sources.length + i] = from[row * inputs + sources[i]];
            }
        }
        Doubles.assign(y, to);
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
        if (dx == null) {
            return;
        }
        double[] from = Doubles.of(dy);
        double[] to = new double[(int) dx.length()];
        for (int row = 0; row * inputs < to.length; row++) {
            for (int i = 0; i < sources.length; i++) {
                to[row * inputs + sources[i]] += from[row * sources.length + i];
            }
        }
        Doubles.assign(dx, to);
    }
}
