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
import java.util.List;
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
     * @param jobs that stored the dataset
     * @param k how many clusters
     */
    static LabelAgreement find(LocalJobs jobs, String dataset, int k, long seed) {
        ClusterSettings settings =
                Configuration.load(
                                Optional.empty(), List.of("cluster.k=" + k, "cluster.restarts=3"))
                        .section("cluster", ClusterSettings.class);
        try (SparkSession spark = LocalJobs.spark();
                ClusteringResult result =
                        Clustering.fit(
                                samples(spark, jobs.dataset(spark, dataset)),
                                settings,
                                seed,
                                share -> {})) {
            return result.metrics()
                    .agreement()
                    .orElseThrow(() -> new IllegalStateException("The images have no labels"));
        }
    }

    private static Dataset<Row> samples(SparkSession spark, TensorDataset dataset) {
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
