package dev.hourglass.embedding;

import dev.hourglass.network.NetworkSpec;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A network that executors encode rows with; each of them keeps one copy of its weights. */
public final class DistributedAutoencoder implements AutoCloseable {
    private final Broadcast<AutoencoderPool> pool;

    /**
     * @param network what the weights are those of
     * @param parameters all weights as one vector
     */
    public DistributedAutoencoder(SparkSession spark, NetworkSpec network, float[] parameters) {
        pool =
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .broadcast(new AutoencoderPool(network, parameters));
    }

    /**
     * Rows and what the network makes of them, lazily; a stream stays one.
     *
     * @param batch rows encoded at once
     * @param reconstructs whether the decoder runs too
     * @param schema of the rows that come of it
     */
    public Dataset<Row> encode(
            Dataset<Row> rows,
            int batch,
            boolean reconstructs,
            RowEncoding.Input input,
            RowEncoding.Output output,
            StructType schema) {
        return rows.mapPartitions(
                new RowEncoding(pool, batch, reconstructs, input, output), Encoders.row(schema));
    }

    /** Frees the weights on all executors: to be called when what was encoded has been used. */
    @Override
    public void close() {
        pool.destroy();
    }
}
