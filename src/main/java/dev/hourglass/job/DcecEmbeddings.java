package dev.hourglass.job;

import static org.apache.spark.sql.functions.lit;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingExtraction;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a network that was trained to form clusters makes of samples. */
final class DcecEmbeddings {
    private static final String FOLDER = "embeddings";

    private DcecEmbeddings() {}

    /** Those in a folder of results, if there are any. */
    static Optional<Dataset<Row>> find(JobContext context, Path results) {
        Path folder = new Path(results, FOLDER);
        return context.store().exists(folder)
                ? Optional.of(context.spark().read().parquet(folder.toString()))
                : Optional.empty();
    }

    /**
     * Embeds all rows of a dataset.
     *
     * @param model that the network was before
     * @param results a folder that gets the embeddings as Parquet, {@code embeddings}
     */
    static Dataset<Row> write(
            JobContext context,
            TensorDataset dataset,
            ModelManifest model,
            Autoencoder network,
            Path results) {
        Path target = new Path(results, FOLDER);
        EmbedSettings embed = context.configuration().section("embed", EmbedSettings.class);
        try (EmbeddingExtraction extraction =
                new EmbeddingExtraction(context.spark(), model, network, embed)) {
            extraction
                    .embed(dataset, dataset.rows(context.spark()))
                    .withColumn(EmbeddingTable.MODEL, lit(model.id() + "-dcec"))
                    .write()
                    .parquet(target.toString());
        }
        return context.spark().read().parquet(target.toString());
    }
}
