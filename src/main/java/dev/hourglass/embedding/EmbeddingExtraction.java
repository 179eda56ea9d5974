package dev.hourglass.embedding;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.spark.NativeThreads;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Runs every row of a dataset through a model's encoder, as a stream of batches through each
 * executor.
 */
public final class EmbeddingExtraction implements AutoCloseable {
    private final Broadcast<float[]> weights;
    private final NetworkSpec network;
    private final TensorSpec trainedOn;
    private final String model;
    private final int batch;

    /**
     * @param manifest of the model
     * @param autoencoder the model's network
     * @param batch rows encoded at once
     */
    public EmbeddingExtraction(
            SparkSession spark, ModelManifest manifest, Autoencoder autoencoder, int batch) {
        this.weights =
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .broadcast(autoencoder.parameters());
        this.network = manifest.network();
        this.trainedOn = manifest.tensor();
        this.model = manifest.id();
        this.batch = batch;
    }

    /**
     * The embedding of every row, lazily, in the columns of {@link EmbeddingTable}.
     *
     * @throws HourglassException with STORE_CORRUPT where the dataset stores its tensors otherwise
     *     than the one that the model was trained on; while rows are read, with the same code where
     *     a tensor is not as long as the dataset says
     */
    public Dataset<Row> embed(SparkSession spark, TensorDataset dataset) {
        TensorSpec tensor = dataset.manifest().tensor();
        if (!tensor.equals(trainedOn)) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The dataset's tensors are not those that model " + model + " was trained on",
                    dataset.folder() + ": " + tensor + " instead of " + trainedOn,
                    "train a model on this dataset, or restore dataset and model from a copy");
        }
        String fingerprint = dataset.manifest().fingerprint();
        Encoding encoding = new Encoding(weights, network, tensor, model, fingerprint, batch);
        return dataset.rows(spark)
                .select(SampleColumns.ID, SampleColumns.LABEL, SampleColumns.TENSOR)
                .mapPartitions(encoding, Encoders.row(EmbeddingTable.SCHEMA));
    }

    /**
     * Frees the weights on driver and executors: to be called when what was embedded has been
     * written.
     */
    @Override
    public void close() {
        weights.destroy();
    }

    /** What an executor does with a partition. */
    private record Encoding(
            Broadcast<float[]> weights,
            NetworkSpec network,
            TensorSpec tensor,
            String model,
            String dataset,
            int batch)
            implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            NativeThreads.limit();
            Autoencoder autoencoder = Autoencoder.of(network, weights.value());
            TaskContext.get()
                    .addTaskCompletionListener(
                            (TaskCompletionListener) context -> autoencoder.close());
            return new Iterator<>() {
                private Iterator<Row> encoded = List.<Row>of().iterator();

                @Override
                public boolean hasNext() {
                    if (!encoded.hasNext() && rows.hasNext()) {
                        encoded = encode(nextBatch(rows), autoencoder).iterator();
                    }
                    return encoded.hasNext();
                }

                @Override
                public Row next() {
                    hasNext();
                    return encoded.next();
                }
            };
        }

        private List<Row> nextBatch(Iterator<Row> rows) {
            List<Row> next = new ArrayList<>(batch);
            while (next.size() < batch && rows.hasNext()) {
                next.add(rows.next());
            }
            return next;
        }

        private List<Row> encode(List<Row> rows, Autoencoder autoencoder) {
            int elements = network.elements();
            int width = network.bottleneck();
            float[] inputs = new float[rows.size() * elements];
            for (int i = 0; i < rows.size(); i++) {
                decode(rows.get(i), inputs, i * elements);
            }
            float[] codes = autoencoder.encode(inputs.clone(), rows.size());
            float[] outputs = autoencoder.decode(codes, rows.size());
            List<Row> encoded = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Float[] code = new Float[width];
                for (int j = 0; j < width; j++) {
                    code[j] = codes[i * width + j];
                }
                float error = meanSquaredError(inputs, outputs, i * elements, elements);
                Row row = rows.get(i);
                encoded.add(RowFactory.create(row.get(0), code, error, row.get(1), model, dataset));
            }
            return encoded;
        }

        private void decode(Row row, float[] inputs, int position) {
            byte[] bytes = row.getAs(2);
            if (bytes == null || bytes.length != tensor.bytes()) {
                throw new HourglassException(
                        ErrorCode.STORE_CORRUPT,
                        "A tensor has %d bytes instead of %d"
                                .formatted(bytes == null ? 0 : bytes.length, tensor.bytes()),
                        "id " + row.get(0),
                        "ingest the data again, or restore the dataset's folder from a copy");
            }
            tensor.decode(bytes, inputs, position);
        }

        private static float meanSquaredError(
                float[] inputs, float[] outputs, int from, int elements) {
            double sum = 0;
            for (int i = from; i < from + elements; i++) {
                double difference = inputs[i] - outputs[i];
                sum += difference * difference;
            }
            return (float) (sum / elements);
        }
    }
}
