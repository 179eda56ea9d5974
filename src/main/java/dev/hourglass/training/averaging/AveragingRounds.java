package dev.hourglass.training.averaging;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.training.averaging.vector.FloatVector;
import dev.hourglass.training.averaging.vector.HandOver;
import dev.hourglass.training.averaging.vector.StreamedVectors;
import dev.hourglass.training.averaging.vector.VectorExchange;
import dev.hourglass.training.averaging.vector.VectorPool;
import dev.hourglass.training.averaging.vector.VectorServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs averaging rounds, each as one Spark job: every shard is trained for a stretch from the same
 * start, and the vectors that come out are averaged, weighted by the examples each has seen
 * (McMahan et al. 2017, algorithm 1, with all clients in every round).
 *
 * <p>A round's mean is a function of its arguments alone. Where a task runs, in which order tasks
 * end, and how often Spark had to run one again do not change a bit of it.
 *
 * @param <S> what a shard is
 */
public final class AveragingRounds<S> implements AutoCloseable {
    /** Vectors of more bytes than this together are averaged by the executors. */
    private static final long DRIVER_BYTES = 512L << 20;

    private final JavaSparkContext spark;
    private final WorkerPool<S> pool;
    private final Broadcast<WorkerPool<S>> workers;
    private final Duration limit;
    private final long driverBytes;

    /** Null where driver and workers are one process. */
    private final VectorServer server;

    /**
     * @param limit longest time for a round
     */
    public AveragingRounds(JavaSparkContext spark, Worker.Factory<S> factory, Duration limit) {
        this(spark, factory, limit, DRIVER_BYTES);
    }

    /**
     * @param limit longest time for a round
     * @param driverBytes largest size of all vectors together that come to the driver
     */
    AveragingRounds(
            JavaSparkContext spark, Worker.Factory<S> factory, Duration limit, long driverBytes) {
        this.spark = spark;
        this.pool = new WorkerPool<>(factory);
        this.workers = spark.broadcast(pool);
        this.limit = limit;
        this.driverBytes = driverBytes;
        this.server = spark.isLocal() ? null : new VectorServer();
    }

    /**
     * Runs one round, which must have an example.
     *
     * @param shards one a partition
     * @param start parameters and optimizer state
     * @throws HourglassException with TRAINING_FAILED where it takes too long
     */
    public RoundResult run(JavaRDD<S> shards, Stretch stretch, float[] start) {
        long bytes = (long) shards.getNumPartitions() * start.length * Float.BYTES;
        return bytes <= driverBytes
                ? averageHere(shards, stretch, start)
                : averageThere(shards, stretch, start);
    }

    private RoundResult averageHere(JavaRDD<S> shards, Stretch stretch, float[] start) {
        long begun = System.nanoTime();
        try (VectorExchange exchange =
                server == null ? new HandOver(start) : new StreamedVectors(server, start)) {
            JavaRDD<Contribution> trained =
                    trained(
                            shards,
                            stretch,
                            exchange::start,
                            (shard, vector) -> {
                                exchange.send(shard, vector);
                                return null;
                            });
            return average(await(trained.collectAsync()), exchange, begun);
        }
    }

    private RoundResult averageThere(JavaRDD<S> shards, Stretch stretch, float[] start) {
        long begun = System.nanoTime();
        Broadcast<FloatVector> common = spark.broadcast(new FloatVector(start));
        JavaRDD<Contribution> trained =
                trained(
                        shards,
                        stretch,
                        () -> common.value().values(),
                        (shard, vector) -> new FloatVector(vector));
        JavaRDD<SlicedMean.Slice> slices = SlicedMean.slices(trained, spark.defaultParallelism());
        try {
            return SlicedMean.join(await(slices.collectAsync()), start.length, begun);
        } finally {
            // Otherwise its files stay until the driver happens to collect garbage.
            slices.rdd().cleanShuffleDependencies(false);
            common.destroy();
        }
    }

    /**
     * Trains every shard.
     *
     * @param start gives a task what it starts from
     * @param delivery takes a shard and the vector that came out, and gives what of it remains in
     *     the contribution
     */
    private JavaRDD<Contribution> trained(
            JavaRDD<S> shards,
            Stretch stretch,
            Function0<float[]> start,
            Function2<Integer, float[], FloatVector> delivery) {
        Broadcast<WorkerPool<S>> lent = workers;
        return shards.mapPartitionsWithIndex(
                (index, content) -> {
                    S shard = content.next();
                    float[] common = start.call();
                    long begun = System.nanoTime();
                    Worker.LocalResult result =
                            lent.value().lend(worker -> worker.train(shard, stretch, common));
                    double seconds = secondsSince(begun);
                    FloatVector vector =
                            result.vector() == null ? null : delivery.call(index, result.vector());
                    return List.of(
                                    new Contribution(
                                            index,
                                            vector,
                                            result.examples(),
                                            result.loss(),
                                            seconds,
                                            Contribution.here()))
                            .iterator();
                },
                true);
    }

    /**
     * Frees the workers of this process, and lets those of other executors go, whose memory their
     * garbage collectors free.
     */
    @Override
    public void close() {
        workers.destroy();
        pool.close();
        VectorPool.clear();
        if (server != null) {
            server.close();
        }
    }

    private static RoundResult average(
            List<Contribution> contributions, VectorExchange exchange, long begun) {
        List<float[]> vectors =
                contributions.stream()
                        .filter(contribution -> contribution.examples() > 0)
                        .map(contribution -> exchange.receive(contribution.shard()))
                        .toList();
        WeightedMean mean = WeightedMean.of(vectors, weights(contributions));
        vectors.forEach(VectorPool::giveBack);
        return new RoundResult(mean, contributions, secondsSince(begun));
    }

    /** Of those that have a vector. */
    static long[] weights(List<Contribution> contributions) {
        return contributions.stream()
                .mapToLong(Contribution::examples)
                .filter(examples -> examples > 0)
                .toArray();
    }

    static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private <T> List<T> await(JavaFutureAction<List<T>> job) {
        try {
            return job.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            job.cancel(true);
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "An averaging round has not ended after "
                            + DurationFormatUtils.formatDurationWords(limit.toMillis(), true, true),
                    "limit.round-minutes",
                    "look at the executors in Spark's page: are there any, and do they work? If the round is that long, set a higher limit or fewer training.local-steps",
                    e);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during an averaging round", e);
        } catch (ExecutionException e) {
            return ExceptionUtils.rethrow(e.getCause());
        }
    }
}
