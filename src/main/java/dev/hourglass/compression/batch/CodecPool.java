package dev.hourglass.compression.batch;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.embedding.AutoencoderPool;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A model that compresses, on its way to the executors; each of them keeps its weights once. */
public final class CodecPool implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<AutoencoderPool> pool;
    private final String model;
    private final String weightsSha256;
    private final double frequency;

    /**
     * @param autoencoder the model's, whose weights are copied
     */
    public CodecPool(SparkSession spark, ModelManifest manifest, Autoencoder autoencoder) {
        this.pool =
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .broadcast(
                                new AutoencoderPool(autoencoder.spec(), autoencoder.parameters()));
        this.model = manifest.id();
        this.weightsSha256 = manifest.weightsSha256();
        this.frequency = manifest.tensor().frequency();
    }

    /** The model's {@code name/version}. */
    String model() {
        return model;
    }

    String weightsSha256() {
        return weightsSha256;
    }

    /** A network for the task that asks for it, until that ends. */
    CodecNetwork lend() {
        return new CodecNetwork(pool.value().lendToTask(), frequency);
    }

    /**
     * Frees the weights on all executors, and waits for it: a session that ends meanwhile, as that
     * of a job that fails, would say so at length.
     */
    @Override
    public void close() {
        pool.unpersist(true);
    }
}
