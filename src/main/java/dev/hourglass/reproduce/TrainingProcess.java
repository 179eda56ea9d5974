package dev.hourglass.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** {@code jobs/train} in a process of its own, seen from outside by what it writes to its store. */
final class TrainingProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final RunningJob job;
    private final Path store;

    /**
     * @param job has just been started
     * @param store in which no model has been trained before
     */
    TrainingProcess(RunningJob job, Path store) {
        this.job = job;
        this.store = store;
    }

    /**
     * How fast a training goes.
     *
     * @param lines of metrics in all
     * @param seconds from the beginning of the training to the last of them
     */
    record Pace(int lines, double seconds) {}

    /**
     * A training that came to its end.
     *
     * @param sha256 of the weights' file
     * @param executorsLost as its summary says
     */
    record Trained(String sha256, int executorsLost) {}

    private record Summary(String modelPath, int executorsLost) {}

    RunningJob job() {
        return job;
    }

    /** Waits for the end, or for the last line of metrics at least. */
    Pace pace() {
        job.await(() -> metrics().isPresent());
        long start = System.nanoTime();
        Pace pace = new Pace(0, 0);
        while (job.isAlive()) {
            int lines = lines();
            if (lines > pace.lines) {
                pace = new Pace(lines, (System.nanoTime() - start) / 1e9);
            }
            RunningJob.pause(POLL);
        }
        return pace;
    }

    /**
     * Waits until some part of the training is done.
     *
     * @param share of the training, from 0 to 1
     * @param usual pace
     */
    void await(double share, Pace usual) {
        double position = share * usual.lines;
        int lines = (int) position;
        job.await(() -> metrics().isPresent() && lines() >= lines);
        double rest = (position - lines) * usual.seconds / usual.lines;
        RunningJob.pause(Duration.ofMillis(Math.round(1000 * rest)));
    }

    /** How many lines of metrics there are. */
    int lines() {
        return metrics().map(TrainingProcess::countLines).orElse(0);
    }

    /** Whether a model has been published. */
    boolean hasModel() {
        return Files.exists(store.resolve("models"));
    }

    /**
     * Waits for the end.
     *
     * @throws IllegalStateException where it failed, with its errors
     */
    Trained end() {
        Summary summary = job.end().requireDone().summary(Summary.class);
        Path weights = Path.of(URI.create(summary.modelPath)).resolve("weights.safetensors");
        try {
            return new Trained(
                    DigestUtils.sha256Hex(Files.readAllBytes(weights)), summary.executorsLost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int countLines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file exists from the moment when training begins. */
    private Optional<Path> metrics() {
        Path runs = store.resolve("runs");
        if (!Files.exists(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(run -> run.resolve("metrics.jsonl"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        job.close();
    }
}
