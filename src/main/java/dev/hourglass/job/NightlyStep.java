package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingDeltaTable;
import dev.hourglass.embedding.EmbeddingManifest;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingRetention;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.embedding.NightlySettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.store.Lock;
import dev.hourglass.store.Staging;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Dataset and last night's embeddings to this night's. */
final class NightlyStep implements Step {
    @Override
    public String name() {
        return "nightly";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("embed", EmbedSettings.class);
        configuration.section("embedding", EmbeddingSettings.class);
        configuration.section("nightly", NightlySettings.class);
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        NightlySettings settings =
                context.configuration().section("nightly", NightlySettings.class);
        EmbeddingStore embeddings = new EmbeddingStore(context.store(), context.common().name());
        try (Lock lock =
                Lock.take(
                        context.store(),
                        embeddings.folder(),
                        "jobs/nightly",
                        settings.patience(),
                        line -> Progress.say("nightly: " + line))) {
            return run(context, settings, embeddings, lock);
        }
    }

    private Outcome run(
            JobContext context, NightlySettings settings, EmbeddingStore embeddings, Lock lock) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = model(context, settings);
        EmbedSettings embed = context.configuration().section("embed", EmbedSettings.class);
        LocalDate date = embed.partition(context.today());
        Optional<EmbeddingPartition> current = embeddings.current();
        Optional<EmbeddingDeltaTable> table = table(context, embeddings, model);
        table.flatMap(EmbeddingDeltaTable::last)
                .ifPresent(last -> finish(context, embeddings, model, last));
        Optional<EmbeddingPartition> present = embeddings.find(model, date);
        if (present.isPresent()) {
            requireSameDataset(present.get(), dataset);
            Progress.say("nightly: " + present.get().path() + " is there already");
            // It is not the current one yet where a run ended just before it became that.
            if (current.isEmpty() || isNewer(present.get(), current.get())) {
                embeddings.makeCurrent(present.get());
            }
            return Outcome.before(summary(present.get()));
        }
        EmbeddingPartition published;
        try (NewEmbeddings fresh = new NewEmbeddings(context, name(), dataset, model, table)) {
            EmbeddingManifest manifest =
                    fresh.write(embeddings.newest(model).filter(base -> isBase(base, embed)));
            current.ifPresent(last -> settings.drift().require(last.manifest(), manifest));
            lock.require();
            published = fresh.publish(manifest);
        }
        embeddings.makeCurrent(published);
        new EmbeddingRetention(
                        context.spark(),
                        embeddings,
                        settings.keep(),
                        line -> Progress.say("nightly: " + line))
                .apply(published);
        return Outcome.now(summary(published));
    }

    private static ModelManifest model(JobContext context, NightlySettings settings) {
        ModelStore models = new ModelStore(context.store());
        String name = context.common().name();
        return settings.version() == null
                ? models.requireNewest(name)
                : models.requireVersion(name, settings.version());
    }

    /** The table that takes the night; empty for a folder of Parquet. */
    private static Optional<EmbeddingDeltaTable> table(
            JobContext context, EmbeddingStore embeddings, ModelManifest model) {
        EmbeddingSettings settings =
                context.configuration().section("embedding", EmbeddingSettings.class);
        return settings.format() == EmbeddingSettings.Format.DELTA
                ? Optional.of(embeddings.table(context.spark(), model))
                : Optional.empty();
    }

    /** Publishes the last commit's night, where the run was killed before it did. */
    private void finish(
            JobContext context,
            EmbeddingStore embeddings,
            ModelManifest model,
            EmbeddingManifest last) {
        if (last.weightsSha256().equals(model.weightsSha256())
                && !embeddings.isPublished(model, last)) {
            try (Staging staging =
                    context.store().stage(context.run(context.dataset()).runId(), name())) {
                embeddings.publish(staging, model, last);
            }
        }
    }

    /** Rows can be taken over from it: they would be computed in the same way. */
    private static boolean isBase(EmbeddingPartition base, EmbedSettings embed) {
        EmbeddingManifest manifest = base.manifest();
        return manifest.precision() == EngineSettings.current().precision()
                && (manifest.statistics().meanError() != null) == embed.reconstructionError();
    }

    private static boolean isNewer(EmbeddingPartition one, EmbeddingPartition other) {
        return one.manifest().created().isAfter(other.manifest().created());
    }

    private static void requireSameDataset(EmbeddingPartition present, TensorDataset dataset) {
        if (!present.manifest().dataset().equals(dataset.manifest().fingerprint())) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "There are embeddings of this date, of a dataset that was replaced since",
                    present.path().toString(),
                    "give another --date: a partition that was published is never changed");
        }
    }

    private static Map<String, Object> summary(EmbeddingPartition partition) {
        EmbeddingManifest.Counts counts = partition.manifest().counts();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("embeddings", partition.data().toString());
        if (partition.isInTable()) {
            summary.put("delta_version", partition.manifest().deltaVersion());
        }
        summary.put("model", partition.manifest().model());
        summary.put("embedded_rows", counts.rows());
        summary.put("new", counts.added());
        summary.put("changed", counts.changed());
        summary.put("deleted", counts.deleted());
        summary.put("carried", counts.carried());
        summary.put("rejected", counts.rejected());
        return summary;
    }
}
