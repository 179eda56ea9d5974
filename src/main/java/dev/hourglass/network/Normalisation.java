package dev.hourglass.network;

import java.io.Serializable;

/**
 * What the first layer sees of a physical value: (value − mean) / deviation.
 *
 * @param mean in the dataset's physical unit
 * @param deviation in the dataset's physical unit, above 0
 */
public record Normalisation(double mean, double deviation) implements Serializable {
    /** Leaves values as they are. */
    public static final Normalisation NONE = new Normalisation(0.0, 1.0);

    public Normalisation {
        if (!(deviation > 0) || !Double.isFinite(mean) || !Double.isFinite(deviation)) {
            throw new IllegalArgumentException("mean " + mean + ", deviation " + deviation);
        }
    }

    /** Normalises in place. */
    public void apply(float[] values) {
        if (equals(NONE)) {
            return;
        }
        float shift = (float) mean;
        float factor = (float) (1.0 / deviation);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - shift) * factor;
        }
    }

    /** Brings network outputs back to physical values, in place. */
    public void invert(float[] values) {
        if (equals(NONE)) {
            return;
        }
        float shift = (float) mean;
        float factor = (float) deviation;
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * factor + shift;
        }
    }
}
