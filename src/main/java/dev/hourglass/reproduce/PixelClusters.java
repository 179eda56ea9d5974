package dev.hourglass.reproduce;

import static org.apache.spark.sql.functions.lit;

import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.Clustering;
import dev.hourglass.clustering.ClusteringResult;
import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.spark.SparkSessions;
import dev.hourglass.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Clusters of samples as they are, which show what an embedding is good for. */
final class PixelClusters {
    /** The columns of an embedding table that clustering reads. */
    private static final StructType SCHEMA =
            new StructType()
                    .add(EmbeddingTable.SCHEMA.apply(EmbeddingTable.ID))
                    .add(EmbeddingTable.SCHEMA.apply(EmbeddingTable.EMBEDDING))
                    .add(EmbeddingTable.SCHEMA.apply(EmbeddingTable.LABEL));

    private PixelClusters() {}

    /**
     * The agreement with their labels of the best of three runs of k-means.
     *
     * @param store with the dataset
     * @param k how many clusters
     */
    static LabelAgreement find(Path store, String dataset, int k, long seed) {
        ClusterSettings settings =
                Configuration.load(
                                Optional.empty(), List.of("cluster.k=" + k, "cluster.restarts=3"))
                        .section("cluster", ClusterSettings.class);
        try (SparkSession spark =
                        SparkSessions.start(
                                "hourglass reproduce", Map.of("spark.master", "local[*]"));
                ClusteringResult result =
                        Clustering.fit(
                                samples(spark, store, dataset), settings, seed, share -> {})) {
            return result.metrics()
                    .agreement()
                    .orElseThrow(() -> new IllegalStateException("The images have no labels"));
        }
    }

    private static Dataset<Row> samples(SparkSession spark, Path store, String name) {
        TensorDataset dataset =
                TensorDataset.open(
                        Store.open(store.toString(), spark.sparkContext().hadoopConfiguration()),
                        name);
        TensorSpec tensor = dataset.manifest().tensor();
        MapFunction<Row, Row> decode =
                row -> {
                    float[] values = new float[tensor.elements()];
                    tensor.decode(row.getAs(1), values, 0);
                    return RowFactory.create(row.get(0), values, row.get(2));
                };
        return dataset.rows(spark)
                .select(SampleColumns.ID, SampleColumns.TENSOR, SampleColumns.LABEL)
                .map(decode, Encoders.row(SCHEMA))
                .withColumn(EmbeddingTable.MODEL, lit("pixels"));
    }
}
