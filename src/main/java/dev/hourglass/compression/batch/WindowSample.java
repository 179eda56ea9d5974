package dev.hourglass.compression.batch;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Windows of a dataset by which coders are compared, standardised as they are: always the same
 * ones. Flat windows have no PRDN, and are left out.
 *
 * @param training [window, sample], 3,000 at most, and fewer where they are long
 * @param test [window, sample], 1,000 at most, and fewer where they are long
 */
public record WindowSample(double[][] training, double[][] test) {
    private static final int MOST_TRAINING_WINDOWS = 3000;
    private static final int MOST_TEST_WINDOWS = 1000;

    /** The longest windows of which the driver takes as many: 48 MB of training windows. */
    private static final int LONGEST_WINDOW = 2000;

    /** Reads windows of the train and of the test split, either of which may be empty. */
    public static WindowSample of(SparkSession spark, TensorDataset dataset) {
        return new WindowSample(
                windows(spark, dataset, Split.TRAIN, MOST_TRAINING_WINDOWS),
                windows(spark, dataset, Split.TEST, MOST_TEST_WINDOWS));
    }

    /** Whether there is nothing to compare. */
    public boolean isEmpty() {
        return training.length == 0 || test.length == 0;
    }

    private static double[][] windows(
            SparkSession spark, TensorDataset dataset, Split split, int most) {
        TensorSpec tensor = dataset.manifest().tensor();
        int bounded = (int) Math.min(most, (long) most * LONGEST_WINDOW / tensor.elements());
        List<double[]> windows = new ArrayList<>();
        if (dataset.manifest().count(split) > 0) {
            float[] values = new float[tensor.elements()];
            for (Row row :
                    dataset.sample(spark, split, Math.max(1, bounded))
                            .select(SampleColumns.TENSOR)
                            .collectAsList()) {
                tensor.decode(row.getAs(0), values, 0);
                double[] window = new double[values.length];
                boolean flat = true;
                for (int i = 0; i < window.length; i++) {
                    window[i] = values[i];
                    flat &= values[i] == values[0];
                }
                if (!flat) {
                    windows.add(window);
                }
            }
        }
        return windows.toArray(double[][]::new);
    }
}
