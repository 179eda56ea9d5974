package dev.hourglass.job;

import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** Shows training as a bar and writes one JSON line an epoch to metrics.jsonl. */
final class TrainingLog implements TrainingListener, AutoCloseable {
    private final FSDataOutputStream out;
    private Progress progress;

    TrainingLog(Store store, Path file) {
        try {
            out = store.fileSystem().create(file, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void started(long examplesInAll) {
        progress = Progress.towards("train", examplesInAll, "samples");
    }

    @Override
    public void round(RoundMetrics metrics) {
        progress.advance(metrics.examples());
        progress.note(
                String.format(Locale.ROOT, "epoch %d, loss %.4g", metrics.epoch(), metrics.loss()));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        try {
            out.write((Json.line(metrics) + "\n").getBytes(StandardCharsets.UTF_8));
            out.hflush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
