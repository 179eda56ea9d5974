package dev.hourglass.embedding;

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
     * Mean squared error an element, in squared physical units.
     *
     * @throws IllegalStateException where only the encoder ran
     */
    public float error() {
        requireReconstruction();
        int elements = outputs.length / rows;
        double sum = 0;
        for (int i = row * elements; i < (row + 1) * elements; i++) {
            double difference = inputs[i] - outputs[i];
            sum += difference * difference;
        }
        return (float) (sum / elements);
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
