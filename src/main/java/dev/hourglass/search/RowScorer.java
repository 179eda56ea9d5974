package dev.hourglass.search;

import org.apache.lucene.util.hnsw.RandomVectorScorer;

/** Compares one row with those of an index in single precision, as Lucene asks for it. */
final class RowScorer implements RandomVectorScorer {
    private final boolean distances;
    private final float[] rows;
    private final int width;
    private float[] query;
    private int position;

    /**
     * @param distances whether squared Euclidean distances are compared, or inner products
     * @param rows of the index, row-major
     */
    RowScorer(boolean distances, float[] rows, int width) {
        this.distances = distances;
        this.rows = rows;
        this.width = width;
    }

    /** Compares from now on with the row that begins at a position of an array. */
    RowScorer query(float[] values, int from) {
        query = values;
        position = from;
        return this;
    }

    /** More is nearer. */
    @Override
    public float score(int row) {
        return distances ? -squaredDistance(row * width) : product(row * width);
    }

    @Override
    public int maxOrd() {
        return rows.length / width;
    }

    /** In four sums, which the processor adds up side by side. */
    private float product(int other) {
        float[] x = query;
        float[] y = rows;
        int from = position;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i < width - 3; i += 4) {
            a += x[from + i] * y[other + i];
            b += x[from + i + 1] * y[other + i + 1];
            c += x[from + i + 2] * y[other + i + 2];
            d += x[from + i + 3] * y[other + i + 3];
        }
        for (; i < width; i++) {
            a += x[from + i] * y[other + i];
        }
        return (a + b) + (c + d);
    }

    private float squaredDistance(int other) {
        float[] x = query;
        float[] y = rows;
        int from = position;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i < width - 3; i += 4) {
            float ea = x[from + i] - y[other + i];
            float eb = x[from + i + 1] - y[other + i + 1];
            float ec = x[from + i + 2] - y[other + i + 2];
            float ed = x[from + i + 3] - y[other + i + 3];
            a += ea * ea;
            b += eb * eb;
            c += ec * ec;
            d += ed * ed;
        }
        for (; i < width; i++) {
            float e = x[from + i] - y[other + i];
            a += e * e;
        }
        return (a + b) + (c + d);
    }
}
