package dev.hourglass.recommendation;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * XᵀX of the train users' rows X [users, items]: what any two items have in common. Of ones, and of
 * ratings in steps of a half, its sums are exact, so that the order of users does not count.
 */
public final class GramMatrix {
    /** The most items: the matrix and its inverse take 8 bytes · items² each, 2.3 GB together. */
    public static final int MAX_ITEMS = 12_000;

    /** Rows of the matrix that one task sums: 98 MB at most. */
    private static final int STRIP = 1_024;

    private final int items;

    /** [items, items]; below the diagonal it is zero. */
    private final double[] upper;

    private GramMatrix(int items, double[] upper) {
        this.items = items;
        this.upper = upper;
    }

    /**
     * Sums it on executors, a strip of rows in each task, which every user goes to who has an item
     * of it.
     *
     * @throws HourglassException with CONFIGURATION for more than {@link #MAX_ITEMS} items
     */
    public static GramMatrix of(JavaRDD<Interactions> train, int items) {
        if (items > MAX_ITEMS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "EASE takes memory as the square of the items, and there are too many",
                    items + " items, of %d at most".formatted(MAX_ITEMS),
                    "leave EASE out, or ingest ratings of fewer items");
        }
        int strips = (items + STRIP - 1) / STRIP;
        List<double[][]> sums =
                train.flatMapToPair(GramMatrix::byStrip)
                        .partitionBy(new HashPartitioner(strips))
                        .mapPartitionsWithIndex(
                                (strip, users) ->
                                        List.<double[][]>of(strip(strip, users, items)).iterator(),
                                true)
                        .collect();
        double[] upper = new double[items * items];
        for (int item = 0; item < items; item++) {
            double[] row = sums.get(item / STRIP)[item % STRIP];
            System.arraycopy(row, 0, upper, item * items + item, row.length);
        }
        return new GramMatrix(items, upper);
    }

    int items() {
        return items;
    }

    /** A copy [items, items], with this added to the diagonal; below that it is zero. */
    double[] plusDiagonal(double lambda) {
        double[] sum = upper.clone();
        for (int item = 0; item < items; item++) {
            sum[item * items + item] += lambda;
        }
        return sum;
    }

    private static Iterator<Tuple2<Integer, Interactions>> byStrip(Interactions user) {
        return IntStream.of(user.items())
                .map(item -> item / STRIP)
                .distinct()
                .mapToObj(strip -> new Tuple2<>(strip, user))
                .iterator();
    }

    /** Rows of the matrix, each from the diagonal on. */
    private static double[][] strip(
            int strip, Iterator<Tuple2<Integer, Interactions>> users, int items) {
        int first = strip * STRIP;
        double[][] rows = new double[Math.min(STRIP, items - first)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new double[items - first - row];
        }
        users.forEachRemaining(user -> add(user._2(), rows, first));
        return rows;
    }

    private static void add(Interactions user, double[][] rows, int first) {
        int[] items = user.items();
        for (int i = 0; i < items.length; i++) {
            int item = items[i];
            if (item >= first && item < first + rows.length) {
                double[] row = rows[item - first];
                double value = user.values()[i];
                for (int j = i; j < items.length; j++) {
                    row[items[j] - item] += value * user.values()[j];
                }
            }
        }
    }
}
