package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Model and dataset to embeddings. */
final class EmbedStep implements Step {
    @Override
    public String name() {
        return "embed";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("embed", EmbedSettings.class);
        configuration.section("embedding", EmbeddingSettings.class);
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        Optional<EmbeddingPartition> present = find(context, model);
        if (present.isPresent()) {
            Progress.say("embed: " + present.get().path() + " is there already");
            return Outcome.before(summary(present.get()));
        }
        long start = System.nanoTime();
        EmbeddingPartition written;
        try (NewEmbeddings fresh =
                new NewEmbeddings(context, name(), dataset, model, Optional.empty())) {
            written = fresh.publish(fresh.write(Optional.empty()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> summary = summary(written);
        summary.put("rows_per_s", Math.round(written.manifest().counts().rows() / seconds));
        return Outcome.now(summary);
    }

    /** The embeddings of a model for the date that the configuration sets, if they are finished. */
    static Optional<EmbeddingPartition> find(JobContext context, ModelManifest model) {
        return new EmbeddingStore(context.store(), model.name()).find(model, date(context));
    }

    /**
     * The rows of those.
     *
     * @param purpose what is to be done with them
     * @throws HourglassException with MISSING_INPUT where there are none
     */
    static Dataset<Row> read(JobContext context, ModelManifest model, String purpose) {
        return find(context, model)
                .orElseThrow(() -> missing(context, model, purpose))
                .rows(context.spark());
    }

    private static HourglassException missing(
            JobContext context, ModelManifest model, String purpose) {
        String others =
                new EmbeddingStore(context.store(), model.name())
                        .newest(model)
                        .map(newest -> ", or set embed.date=" + newest.date())
                        .orElse("");
        return new HourglassException(
                ErrorCode.MISSING_INPUT,
                "There are no embeddings to " + purpose,
                path(context, model).toString(),
                "run jobs/embed with the same configuration first" + others);
    }

    /** Where those lie, whether they are there or not. */
    static Path path(JobContext context, ModelManifest model) {
        return new EmbeddingStore(context.store(), model.name()).path(model, date(context));
    }

    private static LocalDate date(JobContext context) {
        return context.configuration()
                .section("embed", EmbedSettings.class)
                .partition(context.today());
    }

    private static Map<String, Object> summary(EmbeddingPartition partition) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("embeddings", partition.data().toString());
        summary.put("embedded_rows", partition.manifest().counts().rows());
        return summary;
    }
}
