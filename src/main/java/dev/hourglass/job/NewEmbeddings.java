package dev.hourglass.job;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingDeltaTable;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeddings of a dataset on their way into the store: written aside, and published, as a folder of
 * Parquet files or as the next version of the model's Delta table.
 */
final class NewEmbeddings implements AutoCloseable {
    private final JobContext context;
    private final TensorDataset dataset;
    private final ModelManifest model;
    private final EmbedSettings settings;
    private final Staging staging;
    private final Path written;
    private final TaskProgress progress;
    private final Optional<EmbeddingDeltaTable> table;
    private Optional<Snapshot.Changes> changes = Optional.empty();

    /**
     * @param table which takes them; empty for a folder
     */
    NewEmbeddings(
            JobContext context,
            String step,
            TensorDataset dataset,
            ModelManifest model,
            Optional<EmbeddingDeltaTable> table) {
        this.context = context;
        this.dataset = dataset;
        this.model = model;
        this.settings = context.configuration().section("embed", EmbedSettings.class);
        this.staging = context.store().stage(context.run(dataset).runId(), step);
        this.written = new Path(staging.path(), "embeddings");
        this.progress = new TaskProgress(context.spark(), step);
        this.table = table;
    }

    /**
     * Writes them aside.
     *
     * @param base from which rows are taken that have not changed; empty to embed all
     */
    EmbeddingManifest write(Optional<EmbeddingPartition> base) {
        NativeThreads.limit();
        Snapshot.Written made;
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
            made = write(snapshot, base);
        }
        return new EmbeddingManifest(
                EmbeddingManifest.FORMAT_VERSION,
                model.id(),
                model.weightsSha256(),
                EngineSettings.current().precision(),
                dataset.manifest().fingerprint(),
                settings.partition(context.today()),
                base.map(EmbeddingPartition::relativePath).orElse(null),
                made.counts(),
                made.statistics(),
                // Nights are told apart by it, and small ones take less than a second.
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                null);
    }

    private Snapshot.Written write(Snapshot snapshot, Optional<EmbeddingPartition> base) {
        if (base.isEmpty()) {
            return snapshot.write(staging.path(), written);
        }
        if (isLast(base.get())) {
            Snapshot.Changes made = snapshot.changes(table.orElseThrow().rows(), staging.path());
            changes = Optional.of(made);
            return new Snapshot.Written(made.counts(), EmbeddingStatistics.of(made.result()));
        }
        return snapshot.write(base.get().rows(context.spark()), staging.path(), written);
    }

    /** Whether the table has these rows now, so that only what changes need be written. */
    private boolean isLast(EmbeddingPartition base) {
        return table.flatMap(EmbeddingDeltaTable::last)
                .filter(last -> last.deltaVersion().equals(base.manifest().deltaVersion()))
                .isPresent();
    }

    EmbeddingPartition publish(EmbeddingManifest manifest) {
        EmbeddingStore embeddings = new EmbeddingStore(context.store(), context.common().name());
        if (table.isEmpty()) {
            return embeddings.publish(staging, written, model, manifest);
        }
        EmbeddingManifest night =
                changes.isPresent()
                        ? table.get().merge(changes.get(), manifest)
                        : table.get().write(asFewFiles(rows()), manifest);
        return embeddings.publish(staging, model, night);
    }

    /** As many files as there are: Spark would cut them to keep all cores busy. */
    private static Dataset<Row> asFewFiles(Dataset<Row> rows) {
        return rows.coalesce(rows.inputFiles().length);
    }

    private Dataset<Row> rows() {
        return context.spark().read().parquet(written.toString());
    }

    @Override
    public void close() {
        progress.close();
        staging.close();
    }
}
