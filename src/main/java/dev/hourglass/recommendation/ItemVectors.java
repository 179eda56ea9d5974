package dev.hourglass.recommendation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.safetensors.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The embeddings of items in a network that was trained on users: the weights by which each item
 * follows from the last hidden layer. Items that the same users have are near to each other.
 */
public final class ItemVectors implements AutoCloseable {
    private static final String LAST_LAYER = "reconstruction.W";

    private final SparkSession spark;
    private final ModelManifest model;
    private final Weights weights;
    private final Broadcast<float[]> values;
    private final ItemCounts counts;
    private final String[] ids;

    /**
     * @param counts of the train users: items that none of them has have no embedding
     * @param ids of the items, by index
     * @throws HourglassException with CONFIGURATION where the network's weights are tied
     */
    public ItemVectors(
            SparkSession spark,
            ModelManifest model,
            Autoencoder network,
            ItemCounts counts,
            String[] ids) {
        this.spark = spark;
        this.model = model;
        this.counts = counts;
        this.ids = ids;
        weights = network.weights().get(LAST_LAYER);
        if (weights == null) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Items are embedded by the last layer of a dense network of untied weights",
                    "model " + model.id(),
                    "set network.architecture=dense and network.dense.tied=false, and train again");
        }
        values =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(weights.values());
    }

    /** A row for each known item, lazily, in the columns of {@link EmbeddingTable}. */
    public Dataset<Row> table() {
        // Local copies: a lambda would take this whole object along.
        Broadcast<float[]> matrix = values;
        int width = Math.toIntExact(weights.shape().get(0));
        int items = ids.length;
        String version = model.id();
        String dataset = model.dataset();
        List<Row> names =
                IntStream.range(0, items)
                        .filter(counts::isKnown)
                        .mapToObj(i -> RowFactory.create(i, ids[i]))
                        .toList();
        return spark.createDataFrame(
                        JavaSparkContext.fromSparkContext(spark.sparkContext())
                                .parallelize(names)
                                .map(
                                        row ->
                                                RowFactory.create(
                                                        row.getString(1),
                                                        column(
                                                                matrix.value(),
                                                                row.getInt(0),
                                                                width,
                                                                items),
                                                        null,
                                                        null,
                                                        version,
                                                        dataset,
                                                        0L)),
                        EmbeddingTable.SCHEMA)
                .withColumn(EmbeddingTable.CONTENT_HASH, xxhash64(col(EmbeddingTable.EMBEDDING)));
    }

    /** Frees the weights on executors: to be called when the table has been written. */
    @Override
    public void close() {
        values.destroy();
    }

    private static float[] column(float[] matrix, int column, int rows, int columns) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = matrix[row * columns + column];
        }
        return values;
    }
}
