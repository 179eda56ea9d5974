package dev.hourglass.source;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.testing.Datasets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Files of ratings that a test makes, and datasets made of them. */
final class RatingsFiles {
    private RatingsFiles() {}

    /** The defaults, with these keys of the section over them. */
    static RatingsSettings settings(String keys) {
        return Configuration.load(Optional.empty(), List.of("ratings={" + keys + "}"))
                .section("ratings", RatingsSettings.class);
    }

    /** Writes a file, and says where it is. */
    static Path write(Path file, String... lines) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ingests ratings into a store of its own, all into the train split. */
    static TensorDataset ingest(Path store, double maxRejected, String keys) {
        return Datasets.ingest(
                Datasets.store(store),
                new RatingsSource(settings(keys)),
                new IngestSettings(2, maxRejected, true, 0, 0, 1 << 20));
    }

    /** A dataset's elements by sample and column, as texts in their order: {@code {7={a=3.0}}}. */
    static Map<String, Map<String, Float>> ratings(SparkSession spark, TensorDataset dataset) {
        Map<Integer, String> columns = columns(spark, dataset);
        TensorSpec tensor = dataset.manifest().tensor();
        Map<String, Map<String, Float>> ratings = new TreeMap<>();
        for (Row row : dataset.rows(spark).collectAsList()) {
            float[] values = new float[tensor.elements()];
            tensor.decode(row.getAs(SampleColumns.TENSOR), values, 0);
            Map<String, Float> given = new TreeMap<>();
            columns.forEach(
                    (index, id) -> {
                        if (values[index] != 0) {
                            given.put(id, values[index]);
                        }
                    });
            ratings.put(row.getAs(SampleColumns.ID), given);
        }
        return ratings;
    }

    /** The ids of a dataset's columns by their indices. */
    static Map<Integer, String> columns(SparkSession spark, TensorDataset dataset) {
        return dataset.columns(spark).orElseThrow().collectAsList().stream()
                .collect(
                        Collectors.toMap(
                                row -> row.getInt(0),
                                row -> row.getString(1),
                                (one, other) -> one + " and " + other,
                                TreeMap::new));
    }
}
