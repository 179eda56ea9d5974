package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks up what has been learnt of a user and of an item. A row that goes in is the user's index,
 * the item's, and other numbers; what comes out is the user's embedding, the item's, their product
 * element by element, and the other numbers as they are. Its gradient by its input is never asked
 * for: it is the first layer.
 *
 * @param users how many; indices are exact in floats up to 2²⁴
 * @param items how many
 * @param width of an embedding; 0 for none, where only the other numbers come out
 * @param others how many numbers a row has besides its indices
 */
public record PairEmbeddings(int users, int items, int width, int others) implements Operation {
    private static final String USERS = "users";
    private static final String ITEMS = "items";

    /** Of the numbers that embeddings begin with. */
    private static final double DEVIATION = 0.05;

    @Override
    public int inputs() {
        return 2 + others;
    }

    @Override
    public int outputs() {
        return 3 * width + others;
    }

    @Override
    public List<Parameter> parameters() {
        return width == 0
                ? List.of()
                : List.of(
                        Parameter.weights(USERS, new long[] {users, width}, users),
                        Parameter.weights(ITEMS, new long[] {items, width}, items));
    }

    /** Of one size, however many users there are, unlike weights. */
    @Override
    public void begin(Map<String, INDArray> parameters) {
        for (INDArray table : parameters.values()) {
            double now = table.norm2Number().doubleValue() / Math.sqrt(table.length());
            table.muli(DEVIATION / now);
        }
    }

    @Override
    public void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training) {
        float[] in = NativeFloats.values(x);
        float[] user = table(parameters, USERS);
        float[] item = table(parameters, ITEMS);
        float[] out = new float[Math.toIntExact(y.length())];
        int rows = (int) x.size(0);
        for (int row = 0; row < rows; row++) {
            int from = row * inputs();
            int to = row * outputs();
            int u = (int) in[from] * width;
            int i = (int) in[from + 1] * width;
            for (int k = 0; k < width; k++) {
                out[to + k] = user[u + k];
                out[to + width + k] = item[i + k];
                out[to + 2 * width + k] = user[u + k] * item[i + k];
            }
            System.arraycopy(in, from + 2, out, to + 3 * width, others);
        }
        NativeFloats.of(y).put(0, out);
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
        if (dx != null) {
            throw new IllegalStateException("indices have no gradient");
        }
        if (width == 0) {
            return;
        }
        float[] in = NativeFloats.values(x);
        float[] slopes = NativeFloats.values(dy);
        float[] user = table(parameters, USERS);
        float[] item = table(parameters, ITEMS);
        float[] byUser = new float[user.length];
        float[] byItem = new float[item.length];
        int rows = (int) x.size(0);
        for (int row = 0; row < rows; row++) {
            int from = row * inputs();
            int to = row * outputs();
            int u = (int) in[from] * width;
            int i = (int) in[from + 1] * width;
            for (int k = 0; k < width; k++) {
                float product = slopes[to + 2 * width + k];
                byUser[u + k] += slopes[to + k] + product * item[i + k];
                byItem[i + k] += slopes[to + width + k] + product * user[u + k];
            }
        }
        gradients.get(USERS).assign(NativeFloats.matrix(byUser, users, width));
        gradients.get(ITEMS).assign(NativeFloats.matrix(byItem, items, width));
    }

    private float[] table(Map<String, INDArray> parameters, String name) {
        return width == 0 ? new float[0] : NativeFloats.values(parameters.get(name));
    }
}
