package dev.hourglass.ml;

import dev.hourglass.embedding.DistributedAutoencoder;
import dev.hourglass.network.NetworkSpec;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A trained network, sent to the executors when it is first used and once only. Spark takes it back
 * when nothing refers to it any more.
 */
final class NetworkWeights implements Serializable {
    private final NetworkSpec network;

    /** As one vector, in the order of the layers. */
    private final float[] parameters;

    private transient SparkContext context;
    private transient DistributedAutoencoder sent;

    NetworkWeights(NetworkSpec network, float[] parameters) {
        this.network = network;
        this.parameters = parameters;
    }

    NetworkSpec network() {
        return network;
    }

    float[] parameters() {
        return parameters;
    }

    /** The network on the executors of this session. */
    synchronized DistributedAutoencoder on(SparkSession spark) {
        // A notebook may have stopped Spark and started it again.
        if (context != spark.sparkContext()) {
            context = spark.sparkContext();
            sent = new DistributedAutoencoder(spark, network, parameters);
        }
        return sent;
    }
}
