package dev.hourglass.network.layer;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code network.loss}: how far a reconstruction is from the input. */
public enum LossFunction {
    /** The mean over all elements of (output − input)². */
    SQUARED_ERROR("mse") {
        @Override
        double differentiate(INDArray outputs, INDArray inputs, INDArray gradient) {
            outputs.sub(inputs, gradient);
            double square = Nd4j.getBlasWrapper().dot(gradient, gradient);
            gradient.muli(2.0 / gradient.length());
            return square / gradient.length();
        }

        @Override
        public long weight(float[] inputs, int from, int elements) {
            return elements;
        }

        @Override
        public double ofRow(float[] inputs, float[] outputs, int from, int elements) {
            double sum = 0;
            for (int i = from; i < from + elements; i++) {
                double difference = inputs[i] - outputs[i];
                sum += difference * difference;
            }
            return sum;
        }
    },

    /**
     * The mean over the elements that are given, which are not zero, of (output − input)², as of
     * autoencoders of ratings (Sedhain, Menon, Sanner and Xie 2015).
     */
    OBSERVED_SQUARED_ERROR("observed_mse") {
        @Override
        double differentiate(INDArray outputs, INDArray inputs, INDArray gradient) {
            Rows rows = new Rows(outputs, inputs);
            long given = 0;
            for (int row = 0; row < rows.count; row++) {
                given += weight(rows.input(row), 0, rows.elements);
            }
            float factor = given == 0 ? 0 : 2f / given;
            FloatBuffer target = NativeFloats.of(gradient);
            double sum = 0;
            for (int row = 0; row < rows.count; row++) {
                float[] input = rows.input(row);
                float[] output = rows.output(row);
                sum += ofRow(input, output, 0, rows.elements);
                for (int i = 0; i < rows.elements; i++) {
                    output[i] = input[i] == 0 ? 0 : factor * (output[i] - input[i]);
                }
                target.put(row * rows.elements, output);
            }
            return given == 0 ? 0 : sum / given;
        }

        @Override
        public long weight(float[] inputs, int from, int elements) {
            long given = 0;
            for (int i = from; i < from + elements; i++) {
                given += inputs[i] == 0 ? 0 : 1;
            }
            return given;
        }

        @Override
        public double ofRow(float[] inputs, float[] outputs, int from, int elements) {
            double sum = 0;
            for (int i = from; i < from + elements; i++) {
                if (inputs[i] != 0) {
                    double difference = inputs[i] - outputs[i];
                    sum += difference * difference;
                }
            }
            return sum;
        }
    },

    /**
     * The mean over the rows of −Σ input · ln softmax(output), in nats, where the inputs are counts
     * (Liang, Krishnan, Hoffman and Jebara 2018).
     */
    MULTINOMIAL("nats") {
        @Override
        double differentiate(INDArray outputs, INDArray inputs, INDArray gradient) {
            Rows rows = new Rows(outputs, inputs);
            FloatBuffer target = NativeFloats.of(gradient);
            double sum = 0;
            for (int row = 0; row < rows.count; row++) {
                float[] input = rows.input(row);
                float[] output = rows.output(row);
                double events = 0;
                double logits = 0;
                for (int i = 0; i < rows.elements; i++) {
                    if (input[i] != 0) {
                        events += input[i];
                        logits += (double) input[i] * output[i];
                    }
                }
                float greatest = greatest(output, 0, rows.elements);
                double total = 0;
                for (int i = 0; i < rows.elements; i++) {
                    output[i] = (float) Math.exp(output[i] - greatest);
                    total += output[i];
                }
                sum += events * (greatest + Math.log(total)) - logits;
                float share = (float) (events / total / rows.count);
                float part = 1f / rows.count;
                for (int i = 0; i < rows.elements; i++) {
                    output[i] = output[i] * share - input[i] * part;
                }
                target.put(row * rows.elements, output);
            }
            return sum / rows.count;
        }

        @Override
        public long weight(float[] inputs, int from, int elements) {
            return 1;
        }

        @Override
        public double ofRow(float[] inputs, float[] outputs, int from, int elements) {
            double events = 0;
            double logits = 0;
            double total = 0;
            float greatest = greatest(outputs, from, elements);
            for (int i = from; i < from + elements; i++) {
                events += inputs[i];
                logits += (double) inputs[i] * outputs[i];
                total += Math.exp(outputs[i] - greatest);
            }
            return events * (greatest + Math.log(total)) - logits;
        }
    };

    private final String metric;

    LossFunction(String metric) {
        this.metric = metric;
    }

    /** What its mean is called among a model's metrics: {@code mse}, as in {@code test_mse}. */
    public String metric() {
        return metric;
    }

    /**
     * The loss of a batch, and its gradient.
     *
     * @param outputs [rows, elements], as the others, row-major and without gaps
     * @param gradient by the outputs; written
     */
    abstract double differentiate(INDArray outputs, INDArray inputs, INDArray gradient);

    /**
     * The loss of a row before it is divided by its {@link #weight}.
     *
     * @param inputs in which the row begins at {@code from}, as in the outputs
     */
    public abstract double ofRow(float[] inputs, float[] outputs, int from, int elements);

    /** How many a row counts in the mean: its elements, the given ones of them, or 1. */
    public abstract long weight(float[] inputs, int from, int elements);

    private static float greatest(float[] values, int from, int elements) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + elements; i++) {
            greatest = Math.max(greatest, values[i]);
        }
        return greatest;
    }

    /** Two batches, of which a row at a time is copied to arrays. */
    private static final class Rows {
        private final int count;
        private final int elements;
        private final FloatBuffer outputs;
        private final FloatBuffer inputs;
        private final float[] output;
        private final float[] input;

        Rows(INDArray outputs, INDArray inputs) {
            count = (int) outputs.size(0);
            elements = (int) outputs.size(1);
            this.outputs = NativeFloats.of(outputs);
            this.inputs = NativeFloats.of(inputs);
            output = new float[elements];
            input = new float[elements];
        }

        /** Overwritten by the next one. */
        float[] input(int row) {
            inputs.get(row * elements, input);
            return input;
        }

        /** Overwritten by the next one. */
        float[] output(int row) {
            outputs.get(row * elements, output);
            return output;
        }
    }
}
