package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.report.Reconstruction;
import dev.hourglass.report.Sample;
import dev.hourglass.source.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Fetches a few samples of a dataset, and what the model makes of them, for people to look at. */
final class SampleLookup {
    private final SparkSession spark;
    private final TensorDataset dataset;
    private final Autoencoder autoencoder;

    SampleLookup(SparkSession spark, TensorDataset dataset, Autoencoder autoencoder) {
        this.spark = spark;
        this.dataset = dataset;
        this.autoencoder = autoencoder;
    }

    /** The samples of these ids. */
    Map<String, Sample> byId(List<String> ids) {
        Map<String, Sample> found = new HashMap<>();
        for (Row row : rows(ids).collectAsList()) {
            Sample sample = sample(row);
            found.put(sample.id(), sample);
        }
        return found;
    }

    /** Samples and reconstructions in the order of the ids. */
    List<Reconstruction> reconstruct(List<String> ids) {
        Map<String, Sample> found = byId(ids);
        return ids.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(this::reconstruct)
                .toList();
    }

    /** Samples and reconstructions of the rows, which must be few. */
    List<Reconstruction> reconstruct(Dataset<Row> few) {
        return few.select("id", "label", "tensor").collectAsList().stream()
                .map(this::sample)
                .map(this::reconstruct)
                .toList();
    }

    private Dataset<Row> rows(List<String> ids) {
        return dataset.rows(spark)
                .filter(col("id").isInCollection(ids))
                .select("id", "label", "tensor");
    }

    private Sample sample(Row row) {
        TensorSpec tensor = dataset.manifest().tensor();
        float[] values = new float[tensor.elements()];
        tensor.decode(row.getAs(2), values, 0);
        return new Sample(row.getString(0), Optional.ofNullable(row.getString(1)), values);
    }

    private Reconstruction reconstruct(Sample sample) {
        float[] values = sample.values();
        float[] output = autoencoder.decode(autoencoder.encode(values, 1), 1);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - output[i];
            sum += difference * difference;
        }
        return new Reconstruction(sample, output, sum / values.length);
    }
}
