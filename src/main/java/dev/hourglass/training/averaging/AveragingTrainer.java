package dev.hourglass.training.averaging;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Split;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.training.HeldOut;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Synchronous parameter averaging (McDonald, Hall and Mann 2010; Stich 2019, local SGD): one worker
 * a shard; each trains some minibatches from the common parameters and optimizer state, then both
 * are averaged, weighted by the examples that each worker saw.
 *
 * <p>A training is a function of its plan, to the bit, on processors of one type: how many
 * executors there are, which of them fail, and whether it was killed and resumed does not matter.
 */
public final class AveragingTrainer implements Trainer {
    private final LimitSettings limit;

    /** Null where none are written. */
    private final Checkpoints checkpoints;

    private final boolean resume;

    /** A trainer that writes no checkpoints. */
    public AveragingTrainer(LimitSettings limit) {
        this(limit, null, false);
    }

    /**
     * @param resume whether to go on from the newest checkpoint, if there is one
     */
    public AveragingTrainer(LimitSettings limit, Checkpoints checkpoints, boolean resume) {
        this.limit = limit;
        this.checkpoints = checkpoints;
        this.resume = resume;
    }

    @Override
    public TrainingResult train(
            SparkSession session, TrainingPlan plan, TrainingListener listener) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        CachedShards shards = new CachedShards(plan.dataset().shardFiles(Split.TRAIN));
        Broadcast<CachedShards> data = spark.broadcast(shards);
        AutoencoderWorker.Recipe recipe =
                new AutoencoderWorker.Recipe(data, plan.network(), plan.settings(), plan.seed());
        try (AveragingRounds<Integer> rounds = new AveragingRounds<>(spark, recipe, limit.round());
                HeldOut heldOut = new HeldOut(session, plan.dataset(), plan.network());
                TrainingMetrics metrics = TrainingMetrics.register(listener)) {
            requireValidation(plan, heldOut);
            ShardPlacement placement = new ShardPlacement(spark, shards.count());
            List<Integer> sizes = copy(placement, data);
            plan.dataset().requireRows(sizes.stream().mapToLong(size -> size).sum(), Split.TRAIN);
            TrainingLoop loop =
                    new TrainingLoop(plan, sizes, recipe, heldOut, checkpoints, metrics);
            if (checkpoints != null) {
                checkpoints.startingPoint(resume, listener).ifPresent(loop::goOnFrom);
            }
            return loop.run(
                    (stretch, start) -> {
                        RoundResult round = rounds.run(placement.rdd(), stretch, start);
                        placement.remember(round);
                        return round;
                    },
                    spark.defaultParallelism());
        } finally {
            data.destroy();
            shards.clear();
        }
    }

    private record Copied(int shard, int size, String executor) implements Serializable {}

    /** Has every shard copied to where it will be trained. */
    private static List<Integer> copy(ShardPlacement placement, Broadcast<CachedShards> data) {
        List<Copied> copied =
                placement
                        .rdd()
                        .map(
                                shard ->
                                        new Copied(
                                                shard,
                                                data.value().get(shard).size(),
                                                Contribution.here()))
                        .collect();
        copied.forEach(copy -> placement.remember(copy.shard, copy.executor));
        return copied.stream().map(Copied::size).toList();
    }

    private static void requireValidation(TrainingPlan plan, HeldOut heldOut) {
        if (plan.settings().earlyStopping().patience() != null
                && !Split.VALIDATION.folder().equals(heldOut.name())) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "Early stopping needs a validation split, and the dataset has none",
                    "training.early-stopping.patience",
                    "ingest the data again with ingest.validation=0.1, or set training.early-stopping.patience=null");
        }
    }
}
