package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingExtraction;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.EmbeddingStream;
import dev.hourglass.embedding.StreamBatch;
import dev.hourglass.embedding.StreamInput;
import dev.hourglass.embedding.StreamSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Lock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** Model and files that arrive in a folder to embeddings. */
final class StreamStep implements Step {
    /** Before Spark's own hook, which runs at 50: the batch under way is given up in order. */
    private static final int BEFORE_SPARK = 60;

    private final boolean once;

    /**
     * @param once whether it ends when the files that are there have been embedded
     */
    StreamStep(boolean once) {
        this.once = once;
    }

    @Override
    public String name() {
        return "embed";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("embed", EmbedSettings.class);
        configuration.section("embedding", EmbeddingSettings.class);
        configuration.section("stream", StreamSettings.class).folder();
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        StreamSettings settings = context.configuration().section("stream", StreamSettings.class);
        EmbedSettings embed = context.configuration().section("embed", EmbedSettings.class);
        ModelStore models = new ModelStore(context.store());
        ModelManifest model = models.requireNewest(context.common().name());
        StreamInput input = StreamInput.open(context.spark(), settings);
        NativeThreads.limit();
        try (Lock lock =
                        Lock.take(
                                context.store(),
                                EmbeddingStream.path(context.store(), model),
                                "jobs/embed --stream",
                                Duration.ZERO,
                                line -> Progress.say("embed: " + line));
                Autoencoder autoencoder = models.load(model);
                EmbeddingExtraction extraction =
                        new EmbeddingExtraction(context.spark(), model, autoencoder, embed)) {
            EmbeddingStream stream = EmbeddingStream.open(context.store(), model, input);
            Batches batches = new Batches(context, stream, extraction, lock);
            Progress.say("embed: reads " + settings.folder() + " with model " + model.id());
            follow(input, batches, settings);
            return Outcome.apart(batches.summary());
        }
    }

    /** Embeds what arrives, until it is told to stop or, if only once, all is done. */
    private void follow(StreamInput input, Batches batches, StreamSettings settings) {
        Trigger trigger =
                once
                        ? Trigger.AvailableNow()
                        : Trigger.ProcessingTime(Math.round(1000 * settings.interval()));
        StreamingQuery query;
        try {
            query =
                    input.rows()
                            .writeStream()
                            .option("checkpointLocation", batches.stream.checkpoint().toString())
                            .trigger(trigger)
                            .foreachBatch(batches::append)
                            .start();
        } catch (TimeoutException e) {
            throw failed(e);
        }
        Runnable stop = () -> stop(query);
        ShutdownHookManager.get().addShutdownHook(stop, BEFORE_SPARK);
        try {
            query.awaitTermination();
        } catch (StreamingQueryException e) {
            throw failed(e);
        } finally {
            if (!isEnding()) {
                ShutdownHookManager.get().removeShutdownHook(stop);
            }
        }
        if (isEnding()) {
            throw new HourglassException(
                    ErrorCode.INTERNAL,
                    "The stream was interrupted",
                    batches.stream.folder().toString(),
                    "run the job again to go on");
        }
    }

    /** Whether a signal ends the process. */
    private static boolean isEnding() {
        return ShutdownHookManager.get().isShutdownInProgress();
    }

    private static void stop(StreamingQuery query) {
        try {
            query.stop();
        } catch (TimeoutException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(Exception e) {
        return new IllegalStateException("The stream failed", e);
    }

    /** Publishes batches and counts them, in the stream's thread; summed up when that has ended. */
    private static final class Batches {
        private final JobContext context;
        private final EmbeddingStream stream;
        private final EmbeddingExtraction extraction;
        private final Lock lock;
        private long batches;
        private long rows;
        private long rejected;

        Batches(
                JobContext context,
                EmbeddingStream stream,
                EmbeddingExtraction extraction,
                Lock lock) {
            this.context = context;
            this.stream = stream;
            this.extraction = extraction;
            this.lock = lock;
        }

        void append(Dataset<Row> arrived, long number) {
            EmbeddingSettings settings =
                    context.configuration().section("embedding", EmbeddingSettings.class);
            Optional<StreamBatch> published;
            try (TaskProgress progress = new TaskProgress(context.spark(), "embed")) {
                published = stream.append(arrived, number, extraction, settings, lock::require);
            }
            published.ifPresent(batch -> count(number, batch));
        }

        private void count(long number, StreamBatch batch) {
            batches++;
            rows += batch.rows();
            rejected += batch.rejected();
            Progress.say(
                    String.format(
                            Locale.ROOT,
                            "embed: batch %d: %,d rows, %,d rejected",
                            number,
                            batch.rows(),
                            batch.rejected()));
        }

        Map<String, Object> summary() {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("embeddings", stream.folder().toString());
            summary.put("batches", batches);
            summary.put("embedded_rows", rows);
            summary.put("rejected_rows", rejected);
            return summary;
        }
    }
}
