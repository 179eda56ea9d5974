package dev.hourglass.training.dl4jspark;

import dev.hourglass.dataset.CachedShards;
import dev.hourglass.dataset.Split;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSettings.NormalisationMethod;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.HeldOut;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.TrainingSettings.OptimizerName;
import dev.hourglass.training.TrainingSettings.Schedule.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Synchronous parameter averaging with DL4J-Spark: one worker a shard; each trains {@code
 * local-steps} minibatches from the common weights, then weights and Adam's moments are averaged.
 *
 * <p>DL4J averages workers with equal weight, so in the last round of an epoch a worker with fewer
 * examples counts as much as the others. Shards are dealt by hash and differ little.
 */
public final class Dl4jSparkTrainer implements Trainer {
    @Override
    public TrainingResult train(SparkSession spark, TrainingPlan plan, TrainingListener listener) {
        requireWhatDl4jCanDo(plan.settings(), plan.network());
        NativeThreads.limit();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        CachedShards shards = new CachedShards(plan.dataset().shardFiles(Split.TRAIN));
        Broadcast<CachedShards> data = context.broadcast(shards);
        int epochs = plan.settings().epochs();
        try (Run run = new Run(context, data, plan, listener);
                HeldOut heldOut = new HeldOut(spark, plan.dataset(), plan.network())) {
            plan.dataset().requireRows(run.rows, Split.TRAIN);
            List<EpochMetrics> metrics = new ArrayList<>();
            listener.started(run.rows * epochs, 0, 0);
            for (int epoch = 1; epoch <= epochs; epoch++) {
                EpochMetrics trained = run.epoch(epoch);
                metrics.add(
                        withHeldOut(trained, heldOut.measure(run.parameters()), heldOut.name()));
                listener.epoch(metrics.get(epoch - 1));
            }
            return new TrainingResult(run.parameters(), metrics, epochs);
        } finally {
            data.destroy();
            shards.clear();
        }
    }

    private static void requireWhatDl4jCanDo(TrainingSettings settings, NetworkSpec spec) {
        TrainingSettings.Schedule schedule = settings.schedule();
        TrainingSettings.Averaging averaging = settings.averaging();
        boolean able =
                settings.optimizer() != OptimizerName.ADAMW
                        && settings.clipNorm() == null
                        && schedule.shape() == Shape.CONSTANT
                        && schedule.warmUpSteps() == 0
                        && averaging.warmUpRounds() == 0
                        && averaging.growthEpochs() == null
                        && !averaging.hasOuterStep()
                        && settings.earlyStopping().patience() == null;
        NetworkSettings network = spec.settings();
        boolean plain =
                network.inputDropout() == 0
                        && network.normalisation() != NormalisationMethod.UNIT_LENGTH
                        && network.variational().beta() == null;
        if (!able || !plain) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    able
                            ? "DL4J's master trains networks only whose input and code are what they are elsewhere"
                            : "DL4J's master trains with adam, sgd or nesterov at a constant rate, and averages as it always does",
                    "training.master = dl4j",
                    able
                            ? "set training.master=hourglass, or leave network.input-dropout, normalisation and variational at their defaults"
                            : "set training.master=hourglass, or leave clip-norm, schedule, averaging and early-stopping at their defaults");
        }
    }

    private static IUpdater updater(TrainingSettings settings) {
        double rate = settings.learningRate();
        return switch (settings.optimizer()) {
            case ADAM, ADAMW -> new Adam(rate);
            case NESTEROV -> new Nesterovs(rate, settings.momentum());
            case SGD -> new Sgd(rate);
        };
    }

    private static EpochMetrics withHeldOut(EpochMetrics trained, Double loss, String split) {
        return new EpochMetrics(
                trained.epoch(),
                trained.rounds(),
                trained.examples(),
                trained.trainLoss(),
                loss,
                split,
                trained.seconds());
    }

    /** One training from first to last round. */
    private static final class Run implements AutoCloseable {
        private final JavaSparkContext context;
        private final Broadcast<CachedShards> data;
        private final NetworkSpec spec;
        private final TrainingSettings settings;
        private final long seed;
        private final TrainingListener listener;
        private final ExampleCounter counter;
        private final RoundMaster master;
        private final SparkDl4jMultiLayer network;
        private final List<Integer> shards;
        private final long rows;
        private final int largest;
        private final long perRound;
        private int rounds;
        private int steps;

        Run(
                JavaSparkContext context,
                Broadcast<CachedShards> data,
                TrainingPlan plan,
                TrainingListener listener) {
            this.context = context;
            this.data = data;
            this.spec = plan.network();
            this.settings = plan.settings();
            this.seed = plan.seed();
            this.listener = listener;
            shards = IntStream.range(0, data.value().count()).boxed().toList();
            List<Integer> sizes = indices().map(shard -> data.value().get(shard).size()).collect();
            rows = sizes.stream().mapToLong(Integer::longValue).sum();
            largest = Collections.max(sizes);
            perRound = (long) settings.batch() * settings.localSteps();
            counter = new ExampleCounter(context.sc());
            master =
                    new RoundMaster(sizes.size(), settings.batch(), settings.localSteps(), counter);
            network =
                    new SparkDl4jMultiLayer(
                            context, Networks.configuration(spec, seed, updater(settings)), master);
        }

        private JavaRDD<Integer> indices() {
            return context.parallelize(shards, shards.size());
        }

        float[] parameters() {
            return Networks.parameters(network.getNetwork());
        }

        EpochMetrics epoch(int epoch) {
            long trained = 0;
            double loss = 0;
            long start = System.nanoTime();
            for (int round = 0; round * perRound < largest; round++) {
                RoundMetrics metrics = round(epoch, round);
                trained += metrics.examples();
                loss += metrics.loss() * metrics.examples();
                listener.round(metrics);
            }
            checkNothingLost(epoch, trained);
            return new EpochMetrics(
                    epoch, rounds, trained, loss / trained, null, null, secondsSince(start));
        }

        /** Frees the last round's weights, also where it failed. */
        @Override
        public void close() {
            master.destroyBroadcast();
        }

        private RoundMetrics round(int epoch, int round) {
            long start = System.nanoTime();
            counter.reset();
            network.fit(minibatches(epoch, round));
            rounds++;
            countSteps(round);
            double loss = counter.meanLoss();
            if (!Double.isFinite(loss)) {
                throw new HourglassException(
                        ErrorCode.TRAINING_FAILED,
                        "The loss is no longer a number",
                        "epoch " + epoch + ", round " + rounds,
                        "lower training.learning-rate (now "
                                + settings.learningRate()
                                + ") or set network.normalisation=standardise");
            }
            return new RoundMetrics(
                    rounds,
                    epoch,
                    counter.examples(),
                    loss,
                    settings.learningRate(),
                    secondsSince(start),
                    null,
                    null,
                    null,
                    null);
        }

        /**
         * DL4J counts local-steps for every round. The epoch's last one may be shorter, and from a
         * wrong count Adam would correct the bias of its moments wrongly.
         */
        private void countSteps(int round) {
            long examples = Math.min(perRound, largest - round * perRound);
            steps += (int) ((examples + settings.batch() - 1) / settings.batch());
            network.getNetwork().getLayerWiseConfigurations().setIterationCount(steps);
        }

        private JavaRDD<DataSet> minibatches(int epoch, int round) {
            // Local copies: a lambda would take this whole object along.
            Broadcast<CachedShards> cached = data;
            NetworkSpec network = spec;
            TrainingSettings training = settings;
            long seedOfRun = seed;
            return indices()
                    .mapPartitions(
                            content -> {
                                int shard = content.next();
                                return Minibatches.of(
                                        cached.value().get(shard),
                                        shard,
                                        network,
                                        training,
                                        seedOfRun,
                                        epoch,
                                        round);
                            });
        }

        /** More may be counted where Spark ran a task again; less would be a loss. */
        private void checkNothingLost(int epoch, long trained) {
            if (trained < rows) {
                throw new HourglassException(
                        ErrorCode.TRAINING_FAILED,
                        "Examples were lost: " + trained + " of " + rows + " were trained",
                        "epoch " + epoch,
                        "run the job again; if it happens again, report it with the run's logs");
            }
        }

        private static double secondsSince(long start) {
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
