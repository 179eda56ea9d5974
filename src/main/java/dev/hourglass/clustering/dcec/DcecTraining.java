package dev.hourglass.clustering.dcec;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.ClusteringReplica;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.averaging.AveragingRounds;
import dev.hourglass.training.averaging.Checkpoints;
import dev.hourglass.training.averaging.LimitSettings;
import dev.hourglass.training.averaging.ShardPlacement;
import dev.hourglass.training.averaging.TrainingMetrics;
import dev.hourglass.training.averaging.TrainingState;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Deep clustering with convolutional autoencoders (Guo, Liu, Zhu and Yin 2017), by synchronous
 * averaging: an autoencoder that has been trained to reconstruct goes on to do so while its codes
 * are drawn to the centres of clusters.
 *
 * <p>Training goes in passes. Each begins with a refresh: the memberships of all rows are computed
 * with the weights there are, and the targets of the minibatches that follow are made of them. It
 * ends when hardly a row changes its cluster from one refresh to the next. Workers, averaging and
 * determinism are those of {@link dev.hourglass.training.averaging.AveragingTrainer}.
 *
 * @param dataset whose train split is clustered
 * @param limit of a round
 * @param resume whether to go on from the newest checkpoint, if there is one
 */
public record DcecTraining(
        TensorDataset dataset,
        NetworkSpec network,
        DcecSettings settings,
        LimitSettings limit,
        Checkpoints checkpoints,
        boolean resume) {
    /**
     * Trains to the end.
     *
     * @param parameters of an autoencoder that reconstructs
     * @param centres of clusters of its codes, by [cluster, element]
     * @throws dev.hourglass.error.HourglassException with TRAINING_FAILED where the loss is no
     *     longer a number
     */
    public DcecResult run(
            SparkSession session,
            float[] parameters,
            double[][] centres,
            TrainingListener listener) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        CachedShards shards = new CachedShards(dataset.shardFiles(Split.TRAIN));
        Broadcast<CachedShards> data = spark.broadcast(shards);
        Broadcast<Memberships> memberships = spark.broadcast(new Memberships(data, network));
        DcecWorker.Recipe recipe =
                new DcecWorker.Recipe(data, memberships, network, settings, centres.length);
        try (AveragingRounds<DcecShard> rounds =
                        new AveragingRounds<>(spark, recipe, limit.round());
                ClusteringReplica replica = recipe.replica();
                TrainingMetrics metrics = TrainingMetrics.register(listener);
                DcecPasses passes =
                        new DcecPasses(
                                this,
                                spark,
                                new ShardPlacement(spark, shards.count()),
                                memberships,
                                rounds,
                                replica,
                                metrics)) {
            Optional<TrainingState> checkpoint = checkpoints.startingPoint(resume, listener);
            return passes.run(
                    checkpoint.orElseGet(
                            () ->
                                    new TrainingState(
                                            TrainingState.Position.START,
                                            replica.vector(parameters, centres),
                                            null,
                                            null)));
        } finally {
            memberships.destroy();
            data.destroy();
            shards.clear();
        }
    }
}
