package dev.hourglass.job;

import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run: its effective configuration, how long its steps took, its metrics and its
 * report.
 */
final class RunFolder {
    private final Store store;
    private final String runId;
    private final Path folder;

    RunFolder(Store store, String runId) {
        this.store = store;
        this.runId = runId;
        this.folder = store.run(runId);
    }

    /**
     * How long a step took.
     *
     * @param name of the step
     * @param started when
     * @param seconds wall time
     */
    record Timing(String name, Instant started, double seconds) {}

    String runId() {
        return runId;
    }

    /** One JSON line a round and an epoch. */
    Path metrics() {
        return new Path(folder, "metrics.jsonl");
    }

    /** The same of the training that forms clusters. */
    Path clusterMetrics() {
        return new Path(folder, "cluster-metrics.jsonl");
    }

    Path reportFolder() {
        return new Path(folder, "report");
    }

    Path report() {
        return new Path(reportFolder(), "index.html");
    }

    void writeConfiguration(String hocon) {
        store.writeText(new Path(folder, "config.conf"), hocon);
    }

    void writeTiming(Timing timing) {
        store.writeText(new Path(folder, "steps/" + timing.name() + ".json"), Json.pretty(timing));
    }

    Optional<Timing> timing(String step) {
        Path file = new Path(folder, "steps/" + step + ".json");
        return store.exists(file)
                ? Optional.of(Json.read(store.readText(file), Timing.class, file))
                : Optional.empty();
    }

    /** The timings of all steps that were done for this run, in the order they were. */
    List<Timing> timings() {
        List<Timing> timings = new ArrayList<>();
        for (FileStatus file : store.list(new Path(folder, "steps"))) {
            timings.add(Json.read(store.readText(file.getPath()), Timing.class, file.getPath()));
        }
        timings.sort(Comparator.comparing(Timing::started));
        return timings;
    }

    /** Whether this step was done for this run, and no other after it. */
    boolean isLatest(String step) {
        List<Timing> timings = timings();
        return !timings.isEmpty() && timings.get(timings.size() - 1).name().equals(step);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
