package dev.hourglass.training.averaging;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Split;
import dev.hourglass.network.TrainingReplica;
import dev.hourglass.training.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The same replicas on the same shards, side by side in threads of this process, and never
 * averaged: what the cost of averaging is measured against.
 */
public final class UnaveragedTraining {
    private static final int STEPS = 64;
    private static final int REPEATS = 3;

    private UnaveragedTraining() {}

    /**
     * Samples a second of all replicas together; the median of several stretches of steps.
     *
     * @param replicas each on a shard and a thread of its own
     */
    public static double samplesPerSecond(JavaSparkContext spark, TrainingPlan plan, int replicas) {
        CachedShards shards = new CachedShards(plan.dataset().shardFiles(Split.TRAIN));
        Broadcast<CachedShards> data = spark.broadcast(shards);
        ExecutorService threads = Executors.newFixedThreadPool(replicas);
        try {
            AutoencoderWorker.Recipe recipe =
                    new AutoencoderWorker.Recipe(
                            data, plan.network(), plan.settings(), plan.seed());
            List<Callable<Double>> work = new ArrayList<>();
            for (int shard = 0; shard < replicas; shard++) {
                int index = shard;
                work.add(() -> rate(recipe, index, plan.settings().batch()));
            }
            double sum = 0;
            for (Future<Double> rate : threads.invokeAll(work)) {
                sum += rate.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
            data.destroy();
            shards.clear();
        }
    }

    private static double rate(AutoencoderWorker.Recipe recipe, int shard, int batch) {
        float[] start;
        try (TrainingReplica replica = recipe.replica()) {
            start = new float[replica.length()];
            replica.store(start);
        }
        double[] rates = new double[STEPS];
        Arrays.fill(rates, recipe.settings().learningRate());
        Stretch stretch = new Stretch(1, 0, STEPS * batch, 0, rates);
        double[] measured = new double[REPEATS];
        try (Worker<Integer> worker = recipe.create()) {
            worker.train(shard, stretch, start);
            for (int i = 0; i < REPEATS; i++) {
                long begun = System.nanoTime();
                long examples = worker.train(shard, stretch, start).examples();
                measured[i] = examples / AveragingRounds.secondsSince(begun);
            }
        }
        Arrays.sort(measured);
        return measured[REPEATS / 2];
    }
}
