package dev.hourglass.search;

import dev.hourglass.network.RowProducts;
import java.util.Arrays;

/**
 * Compares every query with every row. Blocks of both are multiplied in single precision; what
 * could be among the nearest, given how far such products may be off, is compared again in double
 * precision. So the neighbours are the true ones, whatever engine multiplies, and however the rows
 * are divided into blocks.
 */
final class ExactIndex implements NeighbourIndex {
    /** Queries and rows of a product, which the processor's caches hold. */
    private static final int QUERIES = 128;

    private static final int ROWS = 1024;

    private final Vectors vectors;
    private final Metric metric;
    private final ProductForm form;

    ExactIndex(Vectors vectors, Metric metric) {
        this.vectors = vectors;
        this.metric = metric;
        this.form = ProductForm.of(metric, vectors);
    }

    @Override
    public void search(Vectors queries, Neighbours found) {
        try (Comparison comparison = new Comparison(queries, found)) {
            for (int row = 0; row < vectors.size(); row += ROWS) {
                comparison.setRows(row);
                for (int query = 0; query < queries.size(); query += QUERIES) {
                    comparison.compare(query);
                }
            }
        }
    }

    /** Of all queries with one block of rows after the other. Blocks that end early hold rests. */
    private final class Comparison implements AutoCloseable {
        private final Vectors queries;
        private final Neighbours found;
        private final float[] left = new float[QUERIES * form.columns()];
        private final float[] right = new float[ROWS * form.columns()];
        private final float[] products = new float[QUERIES * ROWS];

        /** The least product of each query that is worth a second look. */
        private final float[] limits;

        private final RowProducts product = new RowProducts(QUERIES, ROWS, form.columns());
        private int firstRow;
        private int rows;

        Comparison(Vectors queries, Neighbours found) {
            this.queries = queries;
            this.found = found;
            limits = new float[queries.size()];
            Arrays.fill(limits, Float.NEGATIVE_INFINITY);
        }

        void setRows(int first) {
            firstRow = first;
            rows = Math.min(ROWS, vectors.size() - first);
            form.writeRows(vectors, first, rows, right);
            product.setRight(right);
        }

        void compare(int firstQuery) {
            int count = Math.min(QUERIES, queries.size() - firstQuery);
            form.writeQueries(queries, firstQuery, count, left);
            product.multiply(left, products);
            for (int i = 0; i < count; i++) {
                scan(firstQuery + i, i * ROWS);
            }
        }

        /** Looks through the products of one query. */
        private void scan(int query, int from) {
            float limit = limits[query];
            for (int i = 0; i < rows; i++) {
                if (products[from + i] >= limit) {
                    double close = metric.closeness(queries, query, vectors, firstRow + i);
                    found.offer(query, close, vectors.id(firstRow + i));
                    limit = form.limit(queries, query, found.bar(query));
                }
            }
            limits[query] = limit;
        }

        @Override
        public void close() {
            product.close();
        }
    }
}
