package dev.hourglass.job;

import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** Shows training as a bar and writes one JSON line a round and one an epoch to a file. */
final class TrainingLog implements TrainingListener, AutoCloseable {
    private final Store store;
    private final String step;
    private final Path file;

    /** Null before the training has started. */
    private FSDataOutputStream out;

    private Progress progress;

    /**
     * @param step that trains
     */
    TrainingLog(Store store, String step, Path file) {
        this.store = store;
        this.step = step;
        this.file = file;
    }

    /**
     * What the epochs of a finished or unfinished training did; none where there is no such file.
     */
    static List<EpochMetrics> epochs(Store store, Path file) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (String line : lines(store, file)) {
            if (!isRound(line)) {
                epochs.add(Json.read(line, EpochMetrics.class, file));
            }
        }
        return epochs;
    }

    /** Where training goes on from a checkpoint, the lines of what came after it are left out. */
    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        List<String> kept =
                roundsBefore == 0
                        ? List.of()
                        : lines(store, file).stream()
                                .filter(line -> rounds(line) <= roundsBefore)
                                .toList();
        try {
            out = store.fileSystem().create(file, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kept.forEach(this::write);
        progress = Progress.towards(step, examplesBefore, examplesInAll, "samples");
    }

    @Override
    public void round(RoundMetrics metrics) {
        write(Json.line(metrics));
        progress.advance(metrics.examples());
        progress.note(
                String.format(
                        Locale.ROOT,
                        "epoch %d, round %d, loss %.4g",
                        metrics.epoch(),
                        metrics.round(),
                        metrics.loss()));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        write(Json.line(metrics));
    }

    @Override
    public void notice(String line) {
        Progress.say(step + ": " + line);
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.hflush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRound(String line) {
        return line.startsWith("{\"round\":");
    }

    private int rounds(String line) {
        return isRound(line)
                ? Json.read(line, RoundMetrics.class, file).round()
                : Json.read(line, EpochMetrics.class, file).rounds();
    }

    /** A last line that a killed job has not finished is left out. */
    private static List<String> lines(Store store, Path file) {
        if (!store.exists(file)) {
            return List.of();
        }
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                store.fileSystem().open(file), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> line.endsWith("}")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
