package dev.hourglass.job;

import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;

/** The results of a step, which are made once, and {@code metrics.json} beside them. */
final class Results {
    private static final String METRICS = "metrics.json";

    private final JobContext context;
    private final String step;
    private final Path path;

    /**
     * @param runId the same for the same input and settings
     */
    Results(JobContext context, String step, String runId) {
        this.context = context;
        this.step = step;
        this.path = context.store().results(step, runId);
    }

    /** Where they lie, whether they are there or not. */
    Path path() {
        return path;
    }

    /** Where {@code metrics.json} lies. */
    Path metrics() {
        return new Path(path, METRICS);
    }

    /** Whether they were made. */
    boolean exist() {
        return context.store().exists(metrics());
    }

    /** Whether they were made before, which is then told. */
    boolean existAlready() {
        boolean exist = exist();
        if (exist) {
            Progress.say(step + ": " + path + " is there already");
        }
        return exist;
    }

    /**
     * Makes and publishes them.
     *
     * @param work writes into a folder, and returns what {@code metrics.json} is to say
     */
    void make(Function<Path, Object> work) {
        make((folder, progress) -> work.apply(folder));
    }

    /**
     * Makes and publishes them.
     *
     * @param work as above; notes in the progress what the driver does
     */
    void make(BiFunction<Path, TaskProgress, Object> work) {
        try (Staging staging = context.store().stage(path.getName(), step);
                TaskProgress progress = new TaskProgress(context.spark(), step)) {
            Object metrics = work.apply(staging.path(), progress);
            context.store().writeText(new Path(staging.path(), METRICS), Json.pretty(metrics));
            staging.publish(path, METRICS);
        }
    }

    /** What {@code metrics.json} says. */
    <M> M read(Class<M> type) {
        return Json.read(context.store().readText(metrics()), type, metrics());
    }
}
