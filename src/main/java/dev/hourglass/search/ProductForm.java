package dev.hourglass.search;

import java.io.Serializable;

/**
 * How rows are written for a metric, so that of two rows the one with the greater inner product
 * with a query is the nearer one:
 *
 * <ul>
 *   <li>cosine: every row is brought to length 1;
 *   <li>inner product: rows stay as they are;
 *   <li>Euclidean: with the rows' mean as the origin, which takes the common part of their lengths
 *       out of the rounding, a row b is written as (b, −‖b‖²/2) and a query q as (q, 1), since ‖q −
 *       b‖² = ‖q‖² − 2 (q·b − ‖b‖²/2).
 * </ul>
 */
final class ProductForm implements Serializable {
    /** Half the distance from 1 to the next number of single precision. */
    private static final double UNIT = 0x1p-24;

    private final Metric metric;
    private final int width;

    /** The origin; null where it is not moved. */
    private final double[] origin;

    /** The greatest norm of a row as it is written, but for its last element if Euclidean. */
    private final double longest;

    private ProductForm(Metric metric, int width, double[] origin, double longest) {
        this.metric = metric;
        this.width = width;
        this.origin = origin;
        this.longest = longest;
    }

    /** The form of these rows. */
    static ProductForm of(Metric metric, Vectors rows) {
        double[] origin = metric == Metric.EUCLIDEAN ? mean(rows) : null;
        double longest = 0;
        for (int row = 0; row < rows.size(); row++) {
            double norm = origin == null ? rows.norm(row) : norm(rows, row, origin);
            longest = Math.max(longest, norm);
        }
        return new ProductForm(metric, rows.width(), origin, longest);
    }

    /** Elements of a row as it is written. */
    int columns() {
        return metric == Metric.EUCLIDEAN ? width + 1 : width;
    }

    /** Writes {@code count} rows from {@code first} on, row-major. */
    void writeRows(Vectors rows, int first, int count, float[] written) {
        for (int i = 0; i < count; i++) {
            write(rows, first + i, written, i * columns());
            if (metric == Metric.EUCLIDEAN) {
                double norm = norm(rows, first + i, origin);
                written[i * columns() + width] = (float) (-norm * norm / 2);
            }
        }
    }

    /** Writes {@code count} queries from {@code first} on, row-major. */
    void writeQueries(Vectors queries, int first, int count, float[] written) {
        for (int i = 0; i < count; i++) {
            write(queries, first + i, written, i * columns());
            if (metric == Metric.EUCLIDEAN) {
                written[i * columns() + width] = 1;
            }
        }
    }

    /**
     * The least that the product of a query with a row can come to in single precision, if the row
     * is this close or closer.
     *
     * @param closeness of {@link Metric#closeness}
     */
    float limit(Vectors queries, int query, double closeness) {
        if (closeness == Double.NEGATIVE_INFINITY) {
            return Float.NEGATIVE_INFINITY;
        }
        double product = closeness;
        double size = 1;
        if (metric == Metric.INNER_PRODUCT) {
            size = queries.norm(query) * longest;
        } else if (metric == Metric.EUCLIDEAN) {
            double norm = norm(queries, query, origin);
            product = (norm * norm - closeness * closeness) / 2;
            // The last term is for the rounding in double precision of this very difference.
            size = norm * longest + longest * longest / 2 + norm * norm * 0x1p-27;
        }
        // Sums of n products are off by n units at most, in whatever order they are added up
        // (Higham 2002, section 3.1). Seven more are for how the factors were rounded when they
        // were written, one for all terms of higher order; and products may be flushed to 0.
        double error = (width + 8) * UNIT * size + (width + 1) * Float.MIN_NORMAL;
        return Math.nextDown((float) (product - error));
    }

    private void write(Vectors vectors, int row, float[] written, int position) {
        float[] values = vectors.values();
        int from = row * width;
        double norm = vectors.norm(row);
        for (int i = 0; i < width; i++) {
            float value = values[from + i];
            written[position + i] =
                    switch (metric) {
                        case COSINE -> norm == 0 ? 0 : (float) (value / norm);
                        case INNER_PRODUCT -> value;
                        case EUCLIDEAN -> (float) (value - origin[i]);
                    };
        }
    }

    private static double[] mean(Vectors rows) {
        double[] mean = new double[rows.width()];
        for (int i = 0; i < rows.values().length; i++) {
            mean[i % mean.length] += rows.values()[i] / (double) rows.size();
        }
        return mean;
    }

    private static double norm(Vectors vectors, int row, double[] origin) {
        double sum = 0;
        for (int i = 0; i < origin.length; i++) {
            double value = vectors.values()[row * origin.length + i] - origin[i];
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
