package dev.hourglass.embedding;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Runs every row of a dataset through a model's encoder, as a stream of batches through each
 * executor.
 */
public final class EmbeddingExtraction implements AutoCloseable {
    private final DistributedAutoencoder autoencoder;
    private final TensorSpec trainedOn;
    private final String fingerprint;
    private final String model;
    private final LossFunction loss;
    private final int batch;
    private final boolean reconstructs;

    /**
     * @param manifest of the model
     * @param autoencoder the model's network
     * @param settings how much is computed, and how much of it at once
     */
    public EmbeddingExtraction(
            SparkSession spark,
            ModelManifest manifest,
            Autoencoder autoencoder,
            EmbedSettings settings) {
        this.autoencoder =
                new DistributedAutoencoder(spark, manifest.network(), autoencoder.parameters());
        this.trainedOn = manifest.tensor();
        this.fingerprint = manifest.dataset();
        this.model = manifest.id();
        this.loss = manifest.network().settings().loss();
        this.batch = settings.batch();
        this.reconstructs = settings.reconstructionError();
    }

    /** How the tensors are read that the model takes. */
    TensorSpec tensor() {
        return trainedOn;
    }

    /** Name and version of the model. */
    String model() {
        return model;
    }

    /**
     * The embeddings of rows, lazily, in the columns of {@link EmbeddingTable}.
     *
     * @param dataset whose rows they are
     * @param rows all of {@link TensorDataset#rows(SparkSession)}, or some of them
     * @throws HourglassException with STORE_CORRUPT where the dataset stores its tensors otherwise
     *     than the one that the model was trained on, or has sparse tensors and is another one;
     *     while rows are read, with the same code where a tensor has not the form that the dataset
     *     says
     */
    public Dataset<Row> embed(TensorDataset dataset, Dataset<Row> rows) {
        TensorSpec tensor = dataset.manifest().tensor();
        if (!tensor.equals(trainedOn)) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The dataset's tensors are not those that model " + model + " was trained on",
                    dataset.folder() + ": " + tensor + " instead of " + trainedOn,
                    "train a model on this dataset, or restore dataset and model from a copy");
        }
        if (tensor.dtype().isSparse() && !dataset.manifest().fingerprint().equals(fingerprint)) {
            // Its columns may be others, or the same ones in another order.
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "Model " + model + " was trained on a dataset that may have other columns",
                    "%s: fingerprint %s instead of %s"
                            .formatted(
                                    dataset.folder(),
                                    dataset.manifest().fingerprint(),
                                    fingerprint),
                    "train a model on this dataset");
        }
        return embed(dataset.manifest().fingerprint(), rows);
    }

    /**
     * The embeddings of rows, lazily, in the columns of {@link EmbeddingTable}.
     *
     * @param dataset what their column {@code dataset} says
     * @param rows with {@code id}, {@code label}, {@code tensor} as the model's dataset has them,
     *     and {@code content_hash}
     */
    Dataset<Row> embed(String dataset, Dataset<Row> rows) {
        // Local copies: a lambda would take this whole object along.
        TensorSpec tensor = trainedOn;
        String version = model;
        boolean withError = reconstructs;
        LossFunction function = loss;
        return autoencoder.encode(
                rows.select(
                        SampleColumns.ID,
                        SampleColumns.LABEL,
                        SampleColumns.TENSOR,
                        SampleColumns.CONTENT_HASH),
                batch,
                reconstructs,
                (row, values, position) -> decode(row, tensor, values, position),
                (row, made) ->
                        RowFactory.create(
                                row.get(0),
                                made.code(),
                                withError ? made.error(function) : null,
                                row.get(1),
                                version,
                                dataset,
                                row.get(3)),
                EmbeddingTable.SCHEMA);
    }

    /**
     * Frees the weights on driver and executors: to be called when what was embedded has been
     * written.
     */
    @Override
    public void close() {
        autoencoder.close();
    }

    private static void decode(Row row, TensorSpec tensor, float[] values, int position) {
        byte[] bytes = row.getAs(2);
        Optional<String> flaw = tensor.flaw(bytes);
        if (flaw.isPresent()) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "A tensor " + flaw.get(),
                    "id " + row.get(0),
                    "ingest the data again, or restore the dataset's folder from a copy");
        }
        tensor.decode(bytes, values, position);
    }
}
