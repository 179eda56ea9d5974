package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingExtraction;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Staging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Model and dataset to embeddings. */
final class EmbedStep implements Step {
    @Override
    public String name() {
        return "embed";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("embed", EmbedSettings.class);
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        EmbedSettings settings = context.configuration().section("embed", EmbedSettings.class);
        Path target = partition(context, model);
        if (context.store().exists(target)) {
            Progress.say("embed: " + target + " is there already");
            return Outcome.before(summary(target, rows(context, target)));
        }
        NativeThreads.limit();
        long rows;
        try (Staging staging = context.store().stage(context.run(dataset).runId(), name());
                TaskProgress progress = new TaskProgress(context.spark(), "embed");
                Autoencoder autoencoder = new ModelStore(context.store()).load(model);
                EmbeddingExtraction extraction =
                        new EmbeddingExtraction(
                                context.spark(), model, autoencoder, settings.batch())) {
            Path written = new Path(staging.path(), "embeddings");
            extraction.embed(context.spark(), dataset).write().parquet(written.toString());
            rows = rows(context, written);
            dataset.requireRows(rows, Split.values());
            staging.publish(written, target);
        }
        return Outcome.now(summary(target, rows));
    }

    /** Where the embeddings of a model lie for the date that the configuration sets. */
    static Path partition(JobContext context, ModelManifest model) {
        EmbedSettings settings = context.configuration().section("embed", EmbedSettings.class);
        return context.store()
                .embeddings(model.name(), model.version(), settings.partition(context.today()));
    }

    /** Counted from the footers of the files. */
    private static long rows(JobContext context, Path embeddings) {
        return context.spark().read().parquet(embeddings.toString()).count();
    }

    private static Map<String, Object> summary(Path target, long rows) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("embeddings", target.toString());
        summary.put("embedded_rows", rows);
        return summary;
    }
}
