package dev.hourglass.job;

import dev.hourglass.clustering.AssignSettings;
import dev.hourglass.clustering.AssignmentCounts;
import dev.hourglass.clustering.ClusterModel;
import dev.hourglass.clustering.ClusterModelFolder;
import dev.hourglass.clustering.ClusterModelFolder.Description;
import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.Clustering;
import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingCheck;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.NativeThreads;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Embeddings to clusters that were found before, which stay as they are. */
final class AssignStep implements Step {
    private static final String ASSIGNMENTS = "assignments";

    private static final List<String> COLUMNS =
            List.of(EmbeddingTable.ID, EmbeddingTable.EMBEDDING, EmbeddingTable.LABEL);

    /**
     * What metrics.json says of an assignment.
     *
     * @param clusters the run that found them
     * @param sizes rows of each cluster; some may have none
     * @param agreement with the labels; null where there are none
     */
    private record Metrics(String clusters, List<Long> sizes, LabelAgreement agreement) {}

    @Override
    public String name() {
        return "assign";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("assign", AssignSettings.class);
        configuration.section("embed", EmbedSettings.class);
    }

    /** A run of its own: what is assigned clusters and reports nothing anew. */
    @Override
    public RunFolder folder(JobContext context, TensorDataset dataset) {
        return context.run(dataset, "assign");
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        Results results = new Results(context, name(), folder(context, dataset).runId());
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        String clusters = context.configuration().section("assign", AssignSettings.class).run();
        Path found = context.store().results("cluster", clusters);
        if (!ClusterStep.isDone(context, found)) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "The store has no clusters of this run",
                    found.toString(),
                    "name a run of jobs/cluster that has ended, in this store");
        }
        results.make(
                folder -> {
                    AssignmentCounts counts = assign(context, dataset, found, folder);
                    return new Metrics(
                            clusters,
                            Arrays.stream(counts.sizes()).boxed().toList(),
                            counts.agreement().orElse(null));
                });
        return Outcome.now(summary(results));
    }

    /**
     * @param found where the clusters lie
     * @param results where the assignments go
     */
    private static AssignmentCounts assign(
            JobContext context, TensorDataset dataset, Path found, Path results) {
        ClusterModelFolder stored = ClusterStep.modelFolder(context, found);
        Description description = stored.description();
        ModelManifest model =
                new ModelStore(context.store())
                        .requireVersion(context.common().name(), description.origin().model());
        requireOrigin(model, description);
        Dataset<Row> rows =
                description.method() == ClusterSettings.Method.DCEC
                        ? embed(context, dataset, model, found, description, results)
                        : embeddings(context, dataset, model);
        requireWidth(EmbeddingCheck.check(rows, COLUMNS).width(), description);
        ClusterModel clusters = stored.read();
        int count = clusters.centres().length;
        Clustering.requireFewLabels(rows, count);
        String target = new Path(results, ASSIGNMENTS).toString();
        clusters.assign(rows).write().parquet(target);
        return AssignmentCounts.of(context.spark().read().parquet(target), count);
    }

    /** By the network that was trained to form the clusters. */
    private static Dataset<Row> embed(
            JobContext context,
            TensorDataset dataset,
            ModelManifest model,
            Path found,
            Description description,
            Path results) {
        NativeThreads.limit();
        try (Autoencoder network =
                new ModelStore(context.store())
                        .load(model, found, description.origin().networkSha256())) {
            return DcecEmbeddings.write(context, dataset, model, network, results);
        }
    }

    /** The newest of the model, or those of the date that is set. */
    private static Dataset<Row> embeddings(
            JobContext context, TensorDataset dataset, ModelManifest model) {
        EmbeddingStore store = new EmbeddingStore(context.store(), model.name());
        EmbedSettings settings = context.configuration().section("embed", EmbedSettings.class);
        Optional<EmbeddingPartition> partition =
                settings.date() == null
                        ? store.newest(model)
                        : store.find(model, settings.partition(context.today()));
        EmbeddingPartition found = partition.orElseThrow(() -> missing(store, model));
        if (!found.manifest().dataset().equals(dataset.manifest().fingerprint())) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "The embeddings are of a dataset that was replaced since",
                    found.path().toString(),
                    "run jobs/nightly first, which embeds what has changed");
        }
        return found.rows(context.spark());
    }

    private static void requireOrigin(ModelManifest model, Description description) {
        if (!model.weightsSha256().equals(description.origin().modelSha256())) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "The clusters are of another model, which had this version before",
                    model.id(),
                    "run jobs/cluster again, and name its run");
        }
    }

    private static HourglassException missing(EmbeddingStore store, ModelManifest model) {
        return new HourglassException(
                ErrorCode.MISSING_INPUT,
                "There are no embeddings to assign",
                "%s, of the model %s".formatted(store.folder(), model.id()),
                "run jobs/embed or jobs/nightly first, or name another embed.date");
    }

    private static void requireWidth(int width, Description description) {
        if (width != description.origin().width()) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The embeddings are %d wide, those of the clusters %d"
                            .formatted(width, description.origin().width()),
                    "column embedding",
                    "run jobs/embed and jobs/cluster again");
        }
    }

    private static Map<String, Object> summary(Results results) {
        Metrics metrics = results.read(Metrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("assignments", new Path(results.path(), ASSIGNMENTS).toString());
        summary.put("rows", metrics.sizes().stream().mapToLong(Long::longValue).sum());
        if (metrics.agreement() != null) {
            summary.put("acc", metrics.agreement().accuracy());
            summary.put("nmi", metrics.agreement().nmi());
        }
        return summary;
    }
}
