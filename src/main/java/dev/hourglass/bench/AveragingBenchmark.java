package dev.hourglass.bench;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.source.synthetic.GlyphsSettings;
import dev.hourglass.source.synthetic.GlyphsSource;
import dev.hourglass.store.Store;
import dev.hourglass.training.ReconstructionLoss;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.averaging.AveragingTrainer;
import dev.hourglass.training.averaging.LimitSettings;
import dev.hourglass.training.averaging.UnaveragedTraining;
import dev.hourglass.training.dl4jspark.Dl4jSparkTrainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What averaging costs: samples a second of a whole training on Spark, beside replicas of the same
 * network that are trained side by side without averaging. Trains {@code deep} of 2.8 million
 * weights on drawn digits.
 */
public final class AveragingBenchmark {
    /**
     * Shards are as large as a hash makes them. A little under a power of two, so that none begins
     * a further round for the sake of a few rows.
     */
    private static final int ROWS = 64_500;

    private static final int BATCH = 256;

    /** The first is for the compilers of Java to warm up. */
    private static final int EPOCHS = 2;

    private static final List<Integer> SHARDS = List.of(1, 2, 4, 8);
    private static final List<Integer> LOCAL_STEPS = List.of(1, 4, 16, 64);
    private static final long SEED = 1;

    private final SparkSession session;
    private final Store store;
    private final Consumer<Map<String, Object>> line;
    private final Consumer<String> progress;
    private final int cores;
    private final int executors;
    private final NetworkSpec network;

    /**
     * @param store to which the digits are written, where every executor finds them
     * @param line takes the figures of one case
     * @param progress takes a line for people
     */
    public AveragingBenchmark(
            SparkSession session,
            Store store,
            Consumer<Map<String, Object>> line,
            Consumer<String> progress) {
        this.session = session;
        this.store = store;
        this.line = line;
        this.progress = progress;
        cores = JavaSparkContext.fromSparkContext(session.sparkContext()).defaultParallelism();
        // The driver's own entry is one of the list, and in one process the only one.
        executors =
                Math.max(1, session.sparkContext().statusTracker().getExecutorInfos().length - 1);
        network = MeasuredNetwork.DEEP.spec();
    }

    /** Whether driver and workers are one process. */
    public boolean isLocal() {
        return session.sparkContext().isLocal();
    }

    /** Measures every case; on a cluster only that of one shard an executor. */
    public void run() {
        for (int shards : isLocal() ? SHARDS : List.of(executors)) {
            TensorDataset dataset = dataset(shards);
            for (int localSteps : LOCAL_STEPS) {
                measure("hourglass", dataset, shards, localSteps);
                if (localSteps > 1) {
                    measure("dl4j", dataset, shards, localSteps);
                }
            }
        }
    }

    private void measure(String master, TensorDataset dataset, int shards, int localSteps) {
        progress.accept(
                "bench: %s, %d shard(s), %d local step(s)".formatted(master, shards, localSteps));
        TrainingSettings settings =
                Configuration.load(
                                Optional.empty(),
                                List.of(
                                        "training.master=" + master,
                                        "training.epochs=" + EPOCHS,
                                        "training.batch=" + BATCH,
                                        "training.local-steps=" + localSteps))
                        .section("training", TrainingSettings.class);
        TrainingPlan plan = new TrainingPlan(dataset, network, settings, SEED);
        double alone = withoutAveraging(plan, shards, localSteps);
        Trainer trainer =
                settings.master() == TrainingSettings.Master.HOURGLASS
                        ? new AveragingTrainer(new LimitSettings(60))
                        : new Dl4jSparkTrainer();
        Rounds rounds = new Rounds();
        TrainingResult result = trainer.train(session, plan, rounds);
        Map<String, Object> figures = figures(master, shards, localSteps);
        figures.put("samples_per_s", Math.round(rounds.samplesPerSecond(EPOCHS)));
        figures.put("efficiency", rounded(rounds.samplesPerSecond(EPOCHS) / alone));
        figures.put("bytes_per_round", rounds.bytes());
        figures.put("seconds", rounded(rounds.seconds()));
        try (ReconstructionLoss loss =
                new ReconstructionLoss(session, dataset, Split.TEST, network)) {
            figures.put("test_mse", loss.measure(result.parameters()));
        }
        line.accept(figures);
    }

    /**
     * Samples a second of replicas in this process, measured just before what is compared to it.
     */
    private double withoutAveraging(TrainingPlan plan, int shards, int localSteps) {
        double rate =
                UnaveragedTraining.samplesPerSecond(
                        JavaSparkContext.fromSparkContext(session.sparkContext()),
                        plan,
                        Math.min(shards, cores));
        Map<String, Object> figures = figures("none", shards, localSteps);
        figures.put("samples_per_s", Math.round(rate));
        figures.put("efficiency", 1.0);
        figures.put("bytes_per_round", 0);
        line.accept(figures);
        return rate;
    }

    private Map<String, Object> figures(String trainer, int shards, int localSteps) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("trainer", trainer);
        figures.put("net", "deep");
        figures.put("executors", executors);
        figures.put("shards", shards);
        figures.put("local_steps", localSteps);
        return figures;
    }

    private TensorDataset dataset(int shards) {
        String name = "bench-averaging-" + shards;
        return TensorDataset.find(store, name)
                .orElseGet(
                        () -> {
                            progress.accept("bench: drawing digits for " + shards + " shard(s)");
                            IngestSettings settings =
                                    new IngestSettings(shards, 0, true, 0, 1.0 / 16, 32 << 20);
                            GlyphsSettings digits =
                                    new GlyphsSettings(ROWS / 15 * 16, 28, 28, 0.05);
                            return new Ingestion(session, store, settings, SEED)
                                    .create(name, new GlyphsSource(digits, SEED), name);
                        });
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
