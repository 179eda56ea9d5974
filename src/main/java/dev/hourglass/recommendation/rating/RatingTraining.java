package dev.hourglass.recommendation.rating;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.RatingNetwork;
import dev.hourglass.network.RatingReplica;
import dev.hourglass.training.averaging.AveragingRounds;
import dev.hourglass.training.averaging.RoundResult;
import dev.hourglass.training.averaging.ShardPlacement;
import dev.hourglass.training.averaging.Stretch;
import dev.hourglass.training.averaging.vector.VectorPool;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains networks by synchronous averaging, one after the other.
 *
 * @param shards workers
 * @param limit of a round
 * @param listener hears of every epoch
 */
record RatingTraining(
        JavaSparkContext spark, int shards, Duration limit, Consumer<RatingEpoch> listener) {
    /**
     * Trains one.
     *
     * @param name with which the listener is told of it, as of repeat and fold
     * @return its parameters
     * @throws HourglassException with TRAINING_FAILED where the loss is no longer a number
     */
    float[] run(
            Name name,
            Examples examples,
            RatingNetwork network,
            RatingSettings.Schedule schedule,
            long seed) {
        Broadcast<Examples> data = spark.broadcast(examples);
        RatingWorker.Recipe recipe = new RatingWorker.Recipe(data, shards, network, schedule, seed);
        int parameters;
        float[] vector;
        try (RatingReplica replica = recipe.replica()) {
            parameters = replica.parameters();
            vector = new float[replica.length()];
            replica.store(vector);
        }
        int batch = schedule.batch();
        // The first part is the largest.
        int steps = (examples.size(0, shards) + batch - 1) / batch;
        ShardPlacement placement = new ShardPlacement(spark, shards);
        try (AveragingRounds<Integer> rounds = new AveragingRounds<>(spark, recipe, limit)) {
            for (int epoch = 1; epoch <= schedule.epochs(); epoch++) {
                long begun = System.nanoTime();
                long seen = 0;
                double loss = 0;
                for (int from = 0; from < steps; from += schedule.localSteps()) {
                    int to = Math.min(from + schedule.localSteps(), steps);
                    long before = (long) (epoch - 1) * steps + from;
                    double[] rates = rates(schedule, before, to - from, steps);
                    RoundResult result =
                            rounds.run(
                                    placement.rdd(),
                                    new Stretch(epoch, from * batch, to * batch, before, rates),
                                    vector);
                    requireSoundness(name, result);
                    placement.remember(result);
                    VectorPool.giveBack(vector);
                    vector = result.mean();
                    seen += result.examples();
                    loss += result.loss();
                }
                listener.accept(
                        new RatingEpoch(
                                name.network,
                                name.repeat,
                                name.fold,
                                epoch,
                                seen,
                                Math.sqrt(loss / seen),
                                (System.nanoTime() - begun) / 1e9));
            }
        } finally {
            data.destroy();
        }
        return Arrays.copyOf(vector, parameters);
    }

    /** Falling to 0 along a cosine. */
    private static double[] rates(
            RatingSettings.Schedule schedule, long before, int count, int stepsOfEpoch) {
        double all = (double) schedule.epochs() * stepsOfEpoch;
        double[] rates = new double[count];
        for (int i = 0; i < count; i++) {
            rates[i] = schedule.learningRate() * (1 + Math.cos(Math.PI * (before + i) / all)) / 2;
        }
        return rates;
    }

    private static void requireSoundness(Name name, RoundResult result) {
        if (!Double.isFinite(result.meanLoss()) || !result.average().finite()) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "The loss is no longer a number",
                    name.toString(),
                    "lower rating.autoencoder.learning-rate or rating.network.learning-rate");
        }
    }

    /**
     * Which network is trained.
     *
     * @param repeat from 1
     * @param fold that it does not see, from 1; 0 for none
     */
    record Name(String network, int repeat, int fold) {}
}
