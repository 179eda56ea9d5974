package dev.hourglass.training;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.NetworkSpec;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The split on which every epoch is measured: validation, or the test split where there is none, of
 * which nothing is decided.
 */
public final class HeldOut implements AutoCloseable {
    private final Split split;
    private final double variance;

    /** Null where there is no such split. */
    private final ReconstructionLoss loss;

    public HeldOut(SparkSession spark, TensorDataset dataset, NetworkSpec spec) {
        split =
                List.of(Split.VALIDATION, Split.TEST).stream()
                        .filter(candidate -> dataset.manifest().count(candidate) > 0)
                        .findFirst()
                        .orElse(null);
        variance = Math.pow(spec.normalisation().deviation(), 2);
        loss = split == null ? null : new ReconstructionLoss(spark, dataset, split, spec);
    }

    /** The split's name; null where there is none. */
    public String name() {
        return split == null ? null : split.folder();
    }

    /**
     * The mean squared error an element in normalised units, so that it compares with the training
     * loss; null where there is no such split.
     *
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where rows are missing
     */
    public Double measure(float[] parameters) {
        return loss == null ? null : loss.measure(parameters) / variance;
    }

    @Override
    public void close() {
        if (loss != null) {
            loss.close();
        }
    }
}
