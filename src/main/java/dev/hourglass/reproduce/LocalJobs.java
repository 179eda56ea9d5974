package dev.hourglass.reproduce;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.spark.SparkSessions;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Jobs on this machine, one after the other, each in a JVM of its own, and a session of this JVM's
 * for what they have stored.
 *
 * @param folder for their store and what they say
 * @param progress takes lines for people
 */
record LocalJobs(Path folder, Consumer<String> progress) {
    /** The store of all jobs. */
    Path store() {
        return folder.resolve("store");
    }

    /**
     * Does a job to its end.
     *
     * @throws IllegalStateException where it fails, with its errors
     */
    FinishedJob finish(String job, List<String> arguments) {
        try (RunningJob running =
                RunningJob.start(folder.resolve("log"), Map.of(), List.of(), job, arguments)) {
            return running.follow(progress).requireDone();
        }
    }

    /**
     * What {@code metrics.json} says of results.
     *
     * @param published the address of a folder beside it, as a job's summary has it
     */
    static <T> T metrics(String published, Class<T> type) {
        Path file = Path.of(URI.create(published).getPath()).resolveSibling("metrics.json");
        try {
            return Json.read(Files.readString(file), type, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Spark in this JVM. */
    static SparkSession spark() {
        return SparkSessions.start("hourglass reproduce", Map.of("spark.master", "local[*]"));
    }

    /** The store, as this JVM sees it. */
    Store open(SparkSession spark) {
        return Store.open(store().toString(), spark.sparkContext().hadoopConfiguration());
    }

    /** A dataset of the store. */
    TensorDataset dataset(SparkSession spark, String name) {
        return TensorDataset.open(open(spark), name);
    }

    /** Arguments, and more after them. */
    static List<String> with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }
}
