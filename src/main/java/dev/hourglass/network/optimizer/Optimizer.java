package dev.hourglass.network.optimizer;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Applies an update rule to a network's flat parameter vector in one pass: each number is read from
 * memory once and written once. A stretch that stays in the cache is copied to arrays, over which
 * Java's compiler makes vector instructions. For one thread.
 */
public final class Optimizer {
    private static final int STRETCH = 256;

    private final UpdateRule rule;
    private final double clipNorm;
    private final float[] parameters = new float[STRETCH];
    private final float[] gradient = new float[STRETCH];
    private final float[][] states;

    /**
     * @param clipNorm longest gradient (L2 norm over all parameters); a longer one is scaled down
     *     to it. Infinity for none
     */
    public Optimizer(UpdateRule rule, double clipNorm) {
        this.rule = rule;
        this.clipNorm = clipNorm;
        this.states = new float[rule.states()][STRETCH];
    }

    /**
     * Updates parameters and state in place.
     *
     * @param parameterVector [1, n], row-major and without gaps
     * @param gradientVector [1, n]
     * @param state [1, states · n], one vector after the other; null where the rule has none
     * @param rate the learning rate
     * @param step from 1
     */
    public void step(
            INDArray parameterVector,
            INDArray gradientVector,
            INDArray state,
            double rate,
            long step) {
        if (clipNorm < Double.POSITIVE_INFINITY) {
            clip(gradientVector);
        }
        FloatBuffer p = floats(parameterVector);
        FloatBuffer g = floats(gradientVector);
        FloatBuffer s = states.length == 0 ? null : floats(state);
        int length = p.capacity();
        for (int start = 0; start < length; start += STRETCH) {
            int count = Math.min(STRETCH, length - start);
            p.get(start, parameters, 0, count);
            g.get(start, gradient, 0, count);
            for (int i = 0; i < states.length; i++) {
                s.get(i * length + start, states[i], 0, count);
            }
            rule.update(parameters, gradient, states, count, rate, step);
            p.put(start, parameters, 0, count);
            for (int i = 0; i < states.length; i++) {
                s.put(i * length + start, states[i], 0, count);
            }
        }
    }

    /** Pascanu, Mikolov and Bengio (2013). */
    private void clip(INDArray gradientVector) {
        double norm = gradientVector.norm2Number().doubleValue();
        if (norm > clipNorm) {
            gradientVector.muli(clipNorm / norm);
        }
    }

    private static FloatBuffer floats(INDArray vector) {
        if (vector.data().offset() != 0 || vector.data().length() != vector.length()) {
            throw new IllegalArgumentException("not a vector of its own, but a view");
        }
        ByteBuffer bytes = vector.data().asNio();
        return bytes.asFloatBuffer();
    }
}
