package dev.hourglass.clustering;

import java.util.Arrays;

/**
 * The assignment problem: rows and columns of a matrix are paired, each at most once, so that the
 * sum over the pairs is greatest. Kuhn's Hungarian method (1955) with potentials and shortest
 * augmenting paths, exact in integers: O(m² · n) for m the shorter and n the longer side.
 */
final class HungarianMethod {
    /** Stands for the partner of a row or column that has none. */
    static final int UNMATCHED = -1;

    /** No higher than wide. */
    private final long[][] weights;

    // With every pair's cost taken as −weight, cost − rowPotential − columnPotential stays ≥ 0,
    // and 0 for matched pairs.
    private final long[] rowPotential;
    private final long[] columnPotential;
    private final int[] rowOfColumn;

    // The search for one augmenting path, by column.
    private final long[] distance;
    private final int[] previousColumn;
    private final boolean[] reached;

    private HungarianMethod(long[][] weights) {
        int columns = weights[0].length;
        this.weights = weights;
        this.rowPotential = new long[weights.length];
        this.columnPotential = new long[columns];
        this.rowOfColumn = new int[columns];
        this.distance = new long[columns];
        this.previousColumn = new int[columns];
        this.reached = new boolean[columns];
        Arrays.fill(rowOfColumn, UNMATCHED);
    }

    /**
     * @param weights a rectangular matrix of at least one row and column, no value negative
     * @return the column paired with each row, or {@link #UNMATCHED}; the shorter side is paired
     *     throughout
     */
    static int[] maximise(long[][] weights) {
        int rows = weights.length;
        int columns = weights[0].length;
        if (rows > columns) {
            return new HungarianMethod(transpose(weights)).rowOfColumn();
        }
        return invert(new HungarianMethod(weights).rowOfColumn(), rows);
    }

    private static long[][] transpose(long[][] matrix) {
        long[][] transposed = new long[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix[row].length; column++) {
                transposed[column][row] = matrix[row][column];
            }
        }
        return transposed;
    }

    private static int[] invert(int[] rowOfColumn, int rows) {
        int[] columnOfRow = new int[rows];
        for (int column = 0; column < rowOfColumn.length; column++) {
            if (rowOfColumn[column] != UNMATCHED) {
                columnOfRow[rowOfColumn[column]] = column;
            }
        }
        return columnOfRow;
    }

    private int[] rowOfColumn() {
        for (int row = 0; row < weights.length; row++) {
            augment(row);
        }
        return rowOfColumn;
    }

    /** Pairs one more row, along the cheapest path that alternates to a free column (Dijkstra). */
    private void augment(int start) {
        Arrays.fill(distance, Long.MAX_VALUE);
        Arrays.fill(reached, false);
        int column = UNMATCHED;
        int row = start;
        while (row != UNMATCHED) {
            relax(row, column);
            int nearest = nearestColumn();
            shiftPotentials(start, distance[nearest]);
            reached[nearest] = true;
            column = nearest;
            row = rowOfColumn[nearest];
        }
        while (column != UNMATCHED) {
            int previous = previousColumn[column];
            rowOfColumn[column] = previous == UNMATCHED ? start : rowOfColumn[previous];
            column = previous;
        }
    }

    /** Shortens the distances to the columns not yet reached by going through {@code row}. */
    private void relax(int row, int columnOfRow) {
        for (int column = 0; column < reached.length; column++) {
            long reduced = -weights[row][column] - rowPotential[row] - columnPotential[column];
            if (!reached[column] && reduced < distance[column]) {
                distance[column] = reduced;
                previousColumn[column] = columnOfRow;
            }
        }
    }

    private int nearestColumn() {
        int nearest = UNMATCHED;
        for (int column = 0; column < reached.length; column++) {
            if (!reached[column]
                    && (nearest == UNMATCHED || distance[column] < distance[nearest])) {
                nearest = column;
            }
        }
        return nearest;
    }

    /** Makes the step to the nearest column free of cost, and keeps matched pairs so. */
    private void shiftPotentials(int start, long step) {
        rowPotential[start] += step;
        for (int column = 0; column < reached.length; column++) {
            if (reached[column]) {
                rowPotential[rowOfColumn[column]] += step;
                columnPotential[column] -= step;
            } else {
                distance[column] -= step;
            }
        }
    }
}
