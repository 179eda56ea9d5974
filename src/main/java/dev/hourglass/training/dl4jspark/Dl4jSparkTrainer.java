package dev.hourglass.training.dl4jspark;

import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import dev.hourglass.spark.NativeThreads;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.ReconstructionLoss;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Synchronous parameter averaging with DL4J-Spark: one worker a shard; each trains {@code
 * local-steps} minibatches from the common weights, then weights and Adam's moments are averaged.
 *
 * <p>DL4J averages workers with equal weight, so in the last round of an epoch a worker with fewer
 * examples counts as much as the others. Shards are dealt by hash and differ little.
 */
public final class Dl4jSparkTrainer implements Trainer {
    @Override
    public TrainingResult train(
            SparkSession spark,
            TensorDataset dataset,
            NetworkSpec spec,
            TrainingSettings settings,
            long seed,
            TrainingListener listener) {
        NativeThreads.limit();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        JavaRDD<Shard> shards =
                dataset.shardData(spark, Split.TRAIN).persist(StorageLevel.MEMORY_AND_DISK());
        Split heldOut = heldOutSplit(dataset);
        try (Run run = new Run(context, shards, spec, settings, seed, listener)) {
            dataset.requireRows(run.rows, Split.TRAIN);
            List<EpochMetrics> epochs = new ArrayList<>();
            listener.started(run.rows * settings.epochs());
            for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
                EpochMetrics trained = run.epoch(epoch);
                Double loss =
                        heldOut == null
                                ? null
                                : heldOutLoss(spark, dataset, heldOut, spec, run.parameters());
                EpochMetrics metrics = withHeldOut(trained, loss, heldOut);
                epochs.add(metrics);
                listener.epoch(metrics);
            }
            return new TrainingResult(run.parameters(), epochs);
        } finally {
            shards.unpersist();
        }
    }

    /** The validation split; the test split, of which nothing is decided, where there is none. */
    private static Split heldOutSplit(TensorDataset dataset) {
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            if (dataset.manifest().count(split) > 0) {
                return split;
            }
        }
        return null;
    }

    /** In normalised units, so that it compares with the training loss. */
    private static double heldOutLoss(
            SparkSession spark,
            TensorDataset dataset,
            Split split,
            NetworkSpec spec,
            float[] parameters) {
        double deviation = spec.normalisation().deviation();
        return ReconstructionLoss.measure(spark, dataset, split, spec, parameters)
                / (deviation * deviation);
    }

    private static EpochMetrics withHeldOut(EpochMetrics trained, Double loss, Split split) {
        return new EpochMetrics(
                trained.epoch(),
                trained.rounds(),
                trained.examples(),
                trained.trainLoss(),
                loss,
                split == null ? null : split.folder(),
                trained.seconds());
    }

    /** One training from first to last round. */
    private static final class Run implements AutoCloseable {
        private final JavaRDD<Shard> shards;
        private final NetworkSpec spec;
        private final TrainingSettings settings;
        private final long seed;
        private final TrainingListener listener;
        private final ExampleCounter counter;
        private final RoundMaster master;
        private final SparkDl4jMultiLayer network;
        private final long rows;
        private final int largest;
        private final long perRound;
        private int rounds;
        private int steps;

        Run(
                JavaSparkContext context,
                JavaRDD<Shard> shards,
                NetworkSpec spec,
                TrainingSettings settings,
                long seed,
                TrainingListener listener) {
            this.shards = shards;
            this.spec = spec;
            this.settings = settings;
            this.seed = seed;
            this.listener = listener;
            List<Integer> sizes = shards.map(Shard::size).collect();
            rows = sizes.stream().mapToLong(Integer::longValue).sum();
            largest = Collections.max(sizes);
            perRound = (long) settings.batch() * settings.localSteps();
            counter = new ExampleCounter(context.sc());
            master =
                    new RoundMaster(sizes.size(), settings.batch(), settings.localSteps(), counter);
            network =
                    new SparkDl4jMultiLayer(
                            context,
                            Networks.configuration(spec, seed, settings.learningRate()),
                            master);
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
            return new RoundMetrics(rounds, epoch, counter.examples(), loss, secondsSince(start));
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
            NetworkSpec network = spec;
            TrainingSettings training = settings;
            long seedOfRun = seed;
            return shards.mapPartitionsWithIndex(
                    (Integer shard, Iterator<Shard> content) ->
                            content.hasNext()
                                    ? Minibatches.of(
                                            content.next(),
                                            shard,
                                            network,
                                            training,
                                            seedOfRun,
                                            epoch,
                                            round)
                                    : Collections.emptyIterator(),
                    true);
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
