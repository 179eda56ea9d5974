package dev.hourglass.embedding;

import dev.hourglass.network.layer.LossFunction;
import java.util.Arrays;

/** What a network made of one row of a batch. */
public final class Encoded {
    private final float[] inputs;
    private final float[] codes;

    /** Null where only the encoder ran. */
    private final float[] outputs;

    private final int rows;
    private final int row;

    Encoded(float[] inputs, float[] codes, float[] outputs, int rows, int row) {
        this.inputs = inputs;
        this.codes = codes;
        this.outputs = outputs;
        this.rows = rows;
        this.row = row;
    }

    /** The embedding: as many numbers as the bottleneck is wide. */
    public float[] code() {
        return part(codes);
    }

    /**
     * The reconstruction in physical units, row-major.
     *
     * @throws IllegalStateException where only the encoder ran
     */
    public float[] reconstruction() {
        requireReconstruction();
        return part(outputs);
    }

    /**
     * The mean of a loss over the row: of squared errors in squared physical units.
     *
     * @throws IllegalStateException where only the encoder ran
     */
    public float error(LossFunction function) {
        requireReconstruction();
        int elements = outputs.length / rows;
        int from = row * elements;
        double sum = function.ofRow(inputs, outputs, from, elements);
        return (float) (sum / Math.max(1, function.weight(inputs, from, elements)));
    }

    private float[] part(float[] values) {
        int width = values.length / rows;
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    private void requireReconstruction() {
        if (outputs == null) {
            throw new IllegalStateException("only the encoder ran");
        }
    }
}
