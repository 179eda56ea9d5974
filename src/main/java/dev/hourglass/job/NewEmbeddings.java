package dev.hourglass.job;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingExtraction;
import dev.hourglass.embedding.EmbeddingManifest;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.EmbeddingStatistics;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.embedding.Snapshot;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Staging;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Embeddings of a dataset on their way into the store: written aside, and published. */
final class NewEmbeddings implements AutoCloseable {
    private final JobContext context;
    private final TensorDataset dataset;
    private final ModelManifest model;
    private final EmbedSettings settings;
    private final Staging staging;
    private final Path written;
    private final TaskProgress progress;

    NewEmbeddings(JobContext context, String step, TensorDataset dataset, ModelManifest model) {
        this.context = context;
        this.dataset = dataset;
        this.model = model;
        this.settings = context.configuration().section("embed", EmbedSettings.class);
        this.staging = context.store().stage(context.run(dataset).runId(), step);
        this.written = new Path(staging.path(), "embeddings");
        this.progress = new TaskProgress(context.spark(), step);
    }

    /**
     * Writes them aside.
     *
     * @param base from which rows are taken that have not changed; empty to embed all
     */
    EmbeddingManifest write(Optional<EmbeddingPartition> base) {
        NativeThreads.limit();
        EmbeddingManifest.Counts counts;
        try (Autoencoder autoencoder = new ModelStore(context.store()).load(model);
                EmbeddingExtraction extraction =
                        new EmbeddingExtraction(context.spark(), model, autoencoder, settings)) {
            Snapshot snapshot =
                    new Snapshot(
                            context.spark(),
                            context.store(),
                            dataset,
                            extraction,
                            context.configuration().section("embedding", EmbeddingSettings.class));
            counts =
                    base.isPresent()
                            ? snapshot.write(
                                    base.get().rows(context.spark()), staging.path(), written)
                            : snapshot.write(staging.path(), written);
        }
        return new EmbeddingManifest(
                EmbeddingManifest.FORMAT_VERSION,
                model.id(),
                model.weightsSha256(),
                EngineSettings.current().precision(),
                dataset.manifest().fingerprint(),
                settings.partition(context.today()),
                base.map(EmbeddingPartition::relativePath).orElse(null),
                counts,
                EmbeddingStatistics.of(context.spark().read().parquet(written.toString())),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    EmbeddingPartition publish(EmbeddingManifest manifest) {
        return new EmbeddingStore(context.store(), context.common().name())
                .publish(staging, written, model, manifest);
    }

    @Override
    public void close() {
        progress.close();
        staging.close();
    }
}
