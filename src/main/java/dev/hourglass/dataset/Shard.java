package dev.hourglass.dataset;

import dev.hourglass.source.TensorSpec;
import java.io.Serializable;
import java.util.List;

/**
 * The samples of one shard as an executor keeps them: the stored bytes, a quarter or less of the
 * floats they decode to.
 *
 * @param tensor how the bytes are read
 * @param rows the tensors in the file's order
 */
public record Shard(TensorSpec tensor, List<byte[]> rows) implements Serializable {
    /** How many samples there are. */
    public int size() {
        return rows.size();
    }

    /**
     * Decodes the samples at {@code order[from]} to {@code order[to - 1]}.
     *
     * @return (to − from) · elements physical values
     */
    public float[] decode(int[] order, int from, int to) {
        int elements = tensor.elements();
        float[] values = new float[Math.multiplyExact(to - from, elements)];
        for (int i = from; i < to; i++) {
            tensor.decode(rows.get(order[i]), values, (i - from) * elements);
        }
        return values;
    }
}
