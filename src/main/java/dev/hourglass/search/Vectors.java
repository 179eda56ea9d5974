package dev.hourglass.search;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Embeddings with their ids, as one block of memory. */
final class Vectors implements Serializable {
    /** The longest row whose squares and products stay numbers of single precision. */
    private static final double LONGEST = 1e18;

    private static final int FIRST_ROWS = 256;

    private final String[] ids;
    private final int width;
    private final float[] values;
    private final double[] norms;

    private Vectors(String[] ids, int width, float[] values) {
        this.ids = ids;
        this.width = width;
        this.values = values;
        this.norms = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            norms[i] = norm(values, i * width, width);
        }
    }

    /**
     * Reads all rows.
     *
     * @param rows of an id and an embedding of {@code width} elements, sorted by id
     * @throws HourglassException with STORE_CORRUPT where two have one id, or one is too long
     */
    static Vectors read(Iterator<Row> rows, int width) {
        List<String> ids = new ArrayList<>();
        float[] values = new float[FIRST_ROWS * width];
        String last = null;
        while (rows.hasNext()) {
            Row row = rows.next();
            String id = row.getString(0);
            if (id.equals(last)) {
                throw damaged("Two embeddings have the same id", id);
            }
            int from = ids.size() * width;
            if (from == values.length) {
                values = Arrays.copyOf(values, 2 * values.length);
            }
            List<Float> embedding = row.getList(1);
            for (int i = 0; i < width; i++) {
                values[from + i] = embedding.get(i);
            }
            if (norm(values, from, width) > LONGEST) {
                throw damaged("An embedding is longer than 1e18", id);
            }
            ids.add(id);
            last = id;
        }
        return new Vectors(
                ids.toArray(String[]::new), width, Arrays.copyOf(values, ids.size() * width));
    }

    int size() {
        return ids.length;
    }

    int width() {
        return width;
    }

    String id(int row) {
        return ids[row];
    }

    /** Position of the row of this id; negative where there is none. */
    int find(String id) {
        return Arrays.binarySearch(ids, id);
    }

    /** By [row, element]. */
    float[] values() {
        return values;
    }

    /** The Euclidean norm of a row. */
    double norm(int row) {
        return norms[row];
    }

    private static double norm(float[] values, int from, int width) {
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }

    private static HourglassException damaged(String what, String id) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT, what, "id " + id, "extract the embeddings again");
    }
}
