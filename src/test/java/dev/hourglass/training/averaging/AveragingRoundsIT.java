package dev.hourglass.training.averaging;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.SharedSpark;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of workers that train nothing, but do what the test wants. */
@ExtendWith(SharedSpark.class)
class AveragingRoundsIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Stretch STRETCH = new Stretch(1, 0, 1, 0, new double[] {0.1});

    private static final AtomicInteger WORKERS = new AtomicInteger();
    private static final Queue<WeakReference<float[]>> VECTORS = new ConcurrentLinkedQueue<>();
    private static CountDownLatch wakeUp;

    private JavaSparkContext spark;

    /** What a worker does with a shard, which is a number. */
    private enum Behaviour implements Worker.Factory<Integer> {
        /** Every third shard has no examples. */
        DRAW,
        FAIL_AT_SHARD_1,
        SLEEP_AT_SHARD_1;

        @Override
        public Worker<Integer> create() {
            WORKERS.incrementAndGet();
            return new Drawing(this);
        }
    }

    private record Drawing(Behaviour behaviour) implements Worker<Integer> {
        @Override
        public LocalResult train(Integer shard, Stretch stretch, float[] start) {
            if (shard % 3 == 2) {
                return LocalResult.NOTHING;
            }
            if (shard == 1 && behaviour == Behaviour.FAIL_AT_SHARD_1) {
                throw new IllegalArgumentException("shard 1 is not to my liking");
            }
            if (shard == 1 && behaviour == Behaviour.SLEEP_AT_SHARD_1) {
                sleep();
            }
            Random random = new Random(shard);
            float[] vector = new float[start.length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = start[i] + random.nextFloat();
            }
            VECTORS.add(new WeakReference<>(vector));
            return new LocalResult(vector, 1 + random.nextInt(100), random.nextDouble());
        }

        /** As native code does, which no interrupt wakes. */
        private static void sleep() {
            while (wakeUp.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void close() {
            WORKERS.decrementAndGet();
        }
    }

    @BeforeEach
    void forgetTheLastTest(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        WORKERS.set(0);
        VECTORS.clear();
        wakeUp = new CountDownLatch(1);
    }

    @ParameterizedTest(name = "{0} shards")
    @ValueSource(ints = {1, 2, 3, 4, 7, 12})
    void executorsAverageToTheBitsThatTheDriverAveragesTo(int shards) {
        for (int length : new int[] {1, 2, 1000, 10_007}) {
            RoundResult onDriver = run(shards, length, Long.MAX_VALUE);
            RoundResult onExecutors = run(shards, length, 0);
            assertThat(onExecutors.mean()).hasSize(length).isEqualTo(onDriver.mean());
            assertThat(onExecutors.examples()).isEqualTo(onDriver.examples());
            assertThat(onExecutors.loss()).isEqualTo(onDriver.loss());
            assertThat(List.of(onDriver, onExecutors))
                    .allSatisfy(
                            round ->
                                    assertThat(round.contributions())
                                            .extracting(Contribution::shard)
                                            .containsExactlyElementsOf(numbers(shards)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void nothingIsKeptAfterARound(long driverBytes) {
        run(4, 1000, driverBytes);
        assertThat(VECTORS).hasSize(3);
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void nothingIsKeptAfterAWorkerThatFails(long driverBytes) {
        assertThatThrownBy(() -> run(Behaviour.FAIL_AT_SHARD_1, LONG, 4, 1000, driverBytes))
                .hasStackTraceContaining("shard 1 is not to my liking");
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void aRoundThatHangsFailsAndKeepsNothing(long driverBytes) {
        try {
            assertThat(
                            failure(
                                    ErrorCode.TRAINING_FAILED,
                                    () ->
                                            run(
                                                    Behaviour.SLEEP_AT_SHARD_1,
                                                    Duration.ofSeconds(1),
                                                    4,
                                                    1000,
                                                    driverBytes)))
                    .hasMessageContaining("has not ended after 1 second")
                    .hasMessageContaining("limit.round-minutes");
        } finally {
            wakeUp.countDown();
        }
        // The worker wakes up after its round was given up, and sends its vector to nobody.
        await(() -> VECTORS.size() >= 2);
        assertNothingKept();
    }

    private RoundResult run(int shards, int length, long driverBytes) {
        return run(Behaviour.DRAW, LONG, shards, length, driverBytes);
    }

    private RoundResult run(
            Behaviour behaviour, Duration limit, int shards, int length, long driverBytes) {
        JavaRDD<Integer> numbers = spark.parallelize(numbers(shards), shards);
        try (AveragingRounds<Integer> rounds =
                new AveragingRounds<>(spark, behaviour, limit, driverBytes)) {
            return rounds.run(numbers, STRETCH, new float[length]);
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** After a failure, tasks that have begun end a little later. */
    private void assertNothingKept() {
        await(() -> spark.statusTracker().getActiveStageIds().length == 0);
        await(() -> WORKERS.get() == 0);
        await(AveragingRoundsIT::areVectorsGone);
    }

    private static boolean areVectorsGone() {
        System.gc();
        return VECTORS.stream().allMatch(vector -> vector.get() == null);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
