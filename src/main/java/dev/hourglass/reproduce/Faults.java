package dev.hourglass.reproduce;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.reproduce.TrainingProcess.Pace;
import dev.hourglass.reproduce.TrainingProcess.Trained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.commons.io.FileUtils;

/**
 * Whether a training that loses executors, workers or its driver ends with the same weights, bit by
 * bit, as one that nothing happens to: on a standalone cluster of two workers, by the jobs as users
 * start them.
 */
public final class Faults implements AutoCloseable {
    /** Dense, on drawn digits; two shards, and so two workers. */
    private static final List<String> EXPERIMENT =
            List.of(
                    "name=faults",
                    "source=glyphs",
                    "glyphs.count=6000",
                    "ingest.shards=2",
                    "network.dense.widths=[256, 64]",
                    "training.epochs=12",
                    "training.batch=64",
                    "training.local-steps=10",
                    "checkpoint.rounds=5");

    private static final StandaloneCluster.Shape TWO_WORKERS =
            new StandaloneCluster.Shape(2, 1, "1500m", Map.of(), ChildProcess.SHORT_LIVED);

    private static final String UNDISTURBED = "undisturbed";
    private static final String DISTURBED = "disturbed";

    /** Share of the training: later ones may come too late where this run is a little faster. */
    private static final double LATEST = 0.9;

    /** How often a run is begun again whose training was over before the fault came. */
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final List<String> experiment;
    private final Consumer<String> progress;
    private final StandaloneCluster cluster;
    private final Map<String, String> environment;

    private Faults(Path folder, List<String> experiment, Consumer<String> progress)
            throws IOException {
        this.folder = folder;
        this.experiment = experiment;
        this.progress = progress;
        FileUtils.deleteDirectory(folder.toFile());
        cluster = StandaloneCluster.start(folder.resolve("cluster"), TWO_WORKERS);
        environment = new HashMap<>(cluster.clientEnvironment(StandaloneCluster.SMALL_JOBS));
        environment.putAll(ChildProcess.SHORT_LIVED);
    }

    /**
     * Trains once undisturbed, and then again and again with a fault at a random moment. The
     * moments are the same shares of the training each time this is called.
     *
     * @param progress takes lines for people
     * @return {@code runs}, {@code executor_kills}, {@code worker_kills}, {@code driver_kills}, and
     *     how many of the runs were {@code identical} to the undisturbed one; as claimed where all
     *     were
     */
    public static Reproduced run(FaultsSettings settings, Consumer<String> progress) {
        Path folder = Checkout.root().resolve("target/reproduce/faults");
        return run(folder, EXPERIMENT, settings.runs(), progress);
    }

    static Reproduced run(
            Path folder, List<String> experiment, int runs, Consumer<String> progress) {
        try (Faults faults = new Faults(folder, experiment, progress)) {
            return faults.run(runs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reproduced run(int runs) throws IOException {
        progress.accept("faults: ingest");
        ingest();
        Undisturbed undisturbed = undisturbed();
        Map<Fault, Integer> kills = new EnumMap<>(Fault.class);
        int identical = 0;
        for (int run = 0; run < runs; run++) {
            Fault fault = Fault.ofRun(run);
            kills.merge(fault, 1, Integer::sum);
            String label = "faults: run " + (run + 1) + " of " + runs + ": " + fault.label();
            if (isIdentical(fault, undisturbed, new SplittableRandom(run), label)) {
                identical++;
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", runs);
        for (Fault fault : Fault.values()) {
            figures.put(fault.label() + "_kills", kills.getOrDefault(fault, 0));
        }
        figures.put("identical", identical);
        return new Reproduced(figures, identical == runs);
    }

    private void ingest() {
        try (RunningJob job = start("ingest", "data")) {
            job.end().requireDone();
        }
    }

    private record Undisturbed(String sha256, Pace pace) {}

    private Undisturbed undisturbed() throws IOException {
        try (TrainingProcess training = train(UNDISTURBED)) {
            Pace pace = training.pace();
            String sha256 = training.end().sha256();
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "faults: undisturbed, %.1f s of training: %s",
                            pace.seconds(),
                            sha256));
            return new Undisturbed(sha256, pace);
        }
    }

    /** Disturbs a training, and says whether its weights are those of the undisturbed one. */
    private boolean isIdentical(
            Fault fault, Undisturbed undisturbed, RandomGenerator random, String label)
            throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            cluster.awaitWorkers();
            double share = LATEST * random.nextDouble();
            String strike =
                    String.format(Locale.ROOT, "%s killed after %.0f %%: ", label, 100 * share);
            Optional<String> sha256 = disturbed(fault, share, undisturbed.pace(), random);
            if (sha256.isPresent()) {
                boolean identical = sha256.get().equals(undisturbed.sha256());
                progress.accept(strike + (identical ? "identical" : sha256.get()));
                return identical;
            }
            progress.accept(strike + "training was over before; once more");
        }
        throw new HourglassException(
                ErrorCode.INTERNAL,
                "No fault came before the training was over, in " + ATTEMPTS + " attempts",
                folder.toString(),
                "run it on a machine that does nothing else meanwhile");
    }

    /** The digest of the weights, or why there are none; empty where the fault came too late. */
    private Optional<String> disturbed(
            Fault fault, double share, Pace usual, RandomGenerator random) throws IOException {
        try (TrainingProcess training = train(DISTURBED)) {
            training.await(share, usual);
            boolean over = training.lines() >= usual.lines();
            fault.strike(cluster, training.job(), random);
            if (fault == Fault.DRIVER) {
                training.job().end();
                return over || training.hasModel() ? Optional.empty() : Optional.of(resumed());
            }
            Trained trained = training.end();
            return over || trained.executorsLost() == 0
                    ? Optional.empty()
                    : Optional.of(trained.sha256());
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }

    private String resumed() {
        RunningJob job = start("train", DISTURBED, "--resume");
        try (TrainingProcess training = new TrainingProcess(job, store(DISTURBED))) {
            return training.end().sha256();
        }
    }

    /** A training in a new store of its own, on a copy of the data. */
    private TrainingProcess train(String name) throws IOException {
        Path store = store(name);
        FileUtils.deleteDirectory(store.toFile());
        FileUtils.copyDirectory(
                store("data").resolve("datasets").toFile(), store.resolve("datasets").toFile());
        return new TrainingProcess(start("train", name), store);
    }

    private RunningJob start(String job, String store, String... options) {
        List<String> arguments = new ArrayList<>(experiment);
        arguments.add("store=" + store(store));
        arguments.addAll(List.of(options));
        return RunningJob.start(folder.resolve("log"), environment, List.of(), job, arguments);
    }

    private Path store(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
