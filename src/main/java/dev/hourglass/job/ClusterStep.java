package dev.hourglass.job;

import dev.hourglass.clustering.ClusterModelFolder;
import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.Clustering;
import dev.hourglass.clustering.ClusteringResult;
import dev.hourglass.clustering.KSelection;
import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.clustering.Selection;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.Networks;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.training.averaging.CheckpointSettings;
import dev.hourglass.training.averaging.LimitSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Embeddings to clusters. */
final class ClusterStep implements Step {
    private static final String METRICS = "metrics.json";

    /**
     * What metrics.json says of a clustering. Agreement with labels is null where there are none.
     *
     * @param method how the clusters were found
     * @param sizes rows of each cluster
     * @param centres by [cluster, element]
     * @param silhouette mean over the rows, −1 to 1
     * @param agreement with the labels
     * @param startAgreement of the clusters with which training began; null where none was
     * @param selection how their number was chosen; null where it was set
     */
    record Metrics(
            String method,
            List<Long> sizes,
            double[][] centres,
            double silhouette,
            LabelAgreement agreement,
            LabelAgreement startAgreement,
            Selection selection) {}

    /**
     * Clusters with what they are of.
     *
     * @param networkSha256 of the weights of the network that was trained on; null where none was
     * @param startAgreement as in {@link Metrics}
     */
    record Clustered(
            ClusteringResult result, String networkSha256, Optional<LabelAgreement> startAgreement)
            implements AutoCloseable {
        @Override
        public void close() {
            result.close();
        }
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return configuration.section("cluster", ClusterSettings.class).method()
                == ClusterSettings.Method.DCEC;
    }

    @Override
    public void check(Configuration configuration) {
        ClusterSettings settings = configuration.section("cluster", ClusterSettings.class);
        configuration.section("embed", EmbedSettings.class);
        if (settings.method() == ClusterSettings.Method.DCEC) {
            configuration.section("checkpoint", CheckpointSettings.class);
            configuration.section("limit", LimitSettings.class);
            Networks.requireBottleneck(configuration.section("network", NetworkSettings.class));
        }
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        RunFolder run = context.run(dataset);
        Path target = context.store().results(name(), run.runId());
        if (isDone(context, target)) {
            // There are some where a job was killed just after it had published.
            DcecClustering.checkpoints(context, run, model).clear();
            Progress.say("cluster: " + target + " is there already");
            return Outcome.before(summary(context, target));
        }
        Dataset<Row> table = EmbedStep.read(context, model, name());
        ClusterSettings given = context.configuration().section("cluster", ClusterSettings.class);
        Optional<Selection> selection =
                given.k() == null ? Optional.of(select(context, table, given)) : Optional.empty();
        selection.ifPresent(ClusterStep::tell);
        ClusterSettings settings = selection.map(all -> given.with(all.k())).orElse(given);
        try (Staging staging = context.store().stage(run.runId(), name());
                Clustered clustered = cluster(context, run, model, table, settings, staging);
                TaskProgress progress = new TaskProgress(context.spark(), name())) {
            ClusteringResult result = clustered.result();
            result.assignments()
                    .write()
                    .parquet(new Path(staging.path(), "assignments").toString());
            modelFolder(context, staging.path())
                    .write(
                            result.model(),
                            new ClusterModelFolder.Origin(
                                    model.version(),
                                    model.weightsSha256(),
                                    clustered.networkSha256(),
                                    model.network().bottleneck()));
            context.store()
                    .writeText(
                            new Path(staging.path(), METRICS),
                            Json.pretty(metrics(settings, clustered, selection)));
            staging.publish(target, METRICS);
        }
        DcecClustering.checkpoints(context, run, model).clear();
        return Outcome.now(summary(context, target));
    }

    private Clustered cluster(
            JobContext context,
            RunFolder run,
            ModelManifest model,
            Dataset<Row> table,
            ClusterSettings settings,
            Staging staging) {
        if (settings.method() == ClusterSettings.Method.DCEC) {
            return new DcecClustering(context, run, model, settings, staging).run(table);
        }
        try (TaskProgress progress = new TaskProgress(context.spark(), name())) {
            return new Clustered(
                    Clustering.fit(table, settings, context.common().seed(), progress::layout),
                    null,
                    Optional.empty());
        }
    }

    private Selection select(JobContext context, Dataset<Row> table, ClusterSettings settings) {
        try (TaskProgress progress = new TaskProgress(context.spark(), name())) {
            return new KSelection(settings, context.common().seed())
                    .select(
                            table,
                            progress::layout,
                            candidate ->
                                    progress.note("%d clusters tried".formatted(candidate.k())));
        }
    }

    private static void tell(Selection selection) {
        Progress.say("cluster:   k  silhouette  davies-bouldin           bic       gap");
        for (Selection.Candidate tried : selection.candidates()) {
            Progress.say(
                    String.format(
                            Locale.ROOT,
                            "cluster: %3d  %10.4f  %14.4f  %12.0f  %8s%s",
                            tried.k(),
                            tried.silhouette(),
                            tried.daviesBouldin(),
                            tried.bic(),
                            tried.gap() == null
                                    ? "-"
                                    : String.format(Locale.ROOT, "%.4f", tried.gap()),
                            tried.k() == selection.k() ? "  chosen" : ""));
        }
    }

    /** Whether a run's clustering has been done. */
    static boolean isDone(JobContext context, Path results) {
        return context.store().exists(new Path(results, METRICS));
    }

    /** The assignments of a run's clustering, and its metrics; it must have been done. */
    static Dataset<Row> assignments(JobContext context, Path results) {
        return context.spark().read().parquet(new Path(results, "assignments").toString());
    }

    static Metrics metrics(JobContext context, Path results) {
        Path file = new Path(results, METRICS);
        return Json.read(context.store().readText(file), Metrics.class, file);
    }

    /** Where what assigns other rows lies in a folder of results. */
    static ClusterModelFolder modelFolder(JobContext context, Path results) {
        return new ClusterModelFolder(context.store(), new Path(results, "model"));
    }

    private static Metrics metrics(
            ClusterSettings settings, Clustered clustered, Optional<Selection> selection) {
        ClusteringResult result = clustered.result();
        return new Metrics(
                settings.method().name().toLowerCase(Locale.ROOT),
                Arrays.stream(result.sizes()).boxed().toList(),
                result.model().centres(),
                result.metrics().silhouette(),
                result.metrics().agreement().orElse(null),
                clustered.startAgreement().orElse(null),
                selection.orElse(null));
    }

    private static Map<String, Object> summary(JobContext context, Path results) {
        Metrics metrics = metrics(context, results);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("assignments", new Path(results, "assignments").toString());
        summary.put("k", metrics.sizes().size());
        summary.put("silhouette", metrics.silhouette());
        if (metrics.startAgreement() != null) {
            summary.put("start_acc", metrics.startAgreement().accuracy());
            summary.put("start_nmi", metrics.startAgreement().nmi());
        }
        if (metrics.agreement() != null) {
            summary.put(metrics.method() + "_acc", metrics.agreement().accuracy());
            summary.put("nmi", metrics.agreement().nmi());
            summary.put("ari", metrics.agreement().ari());
            summary.put("purity", metrics.agreement().purity());
            summary.put("homogeneity", metrics.agreement().homogeneity());
        }
        return summary;
    }
}
