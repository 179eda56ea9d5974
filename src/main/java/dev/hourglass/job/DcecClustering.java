package dev.hourglass.job;

import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.clustering.Clustering;
import dev.hourglass.clustering.ClusteringResult;
import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.clustering.dcec.DcecResult;
import dev.hourglass.clustering.dcec.DcecTraining;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Staging;
import dev.hourglass.training.averaging.Checkpoints;
import dev.hourglass.training.averaging.LimitSettings;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Clusters by training a model's network on, and leaves that network, {@code weights.safetensors},
 * and its embeddings of all rows, {@code embeddings}, beside the assignments.
 *
 * @param model whose network is trained on
 * @param staging into which both are written
 */
record DcecClustering(
        JobContext context,
        RunFolder run,
        ModelManifest model,
        ClusterSettings settings,
        Staging staging) {
    private static final String STEP = "cluster";

    /**
     * Trains, embeds and clusters.
     *
     * @param table the model's embeddings, in which the first centres are found
     */
    ClusterStep.Clustered run(Dataset<Row> table) {
        NativeThreads.limit();
        TensorDataset dataset = context.dataset();
        Start start = start(table);
        DcecResult trained = train(dataset, start.centres());
        Progress.say(
                "cluster: %s after %d passes"
                        .formatted(
                                trained.converged()
                                        ? "converged"
                                        : "stopped at cluster.dcec.max-steps",
                                trained.passes().size()));
        try (TaskProgress progress = new TaskProgress(context.spark(), STEP);
                Autoencoder autoencoder = Autoencoder.of(model.network(), trained.parameters())) {
            String sha256 =
                    new ModelStore(context.store()).writeWeights(autoencoder, staging.path());
            Dataset<Row> embeddings =
                    DcecEmbeddings.write(context, dataset, model, autoencoder, staging.path());
            return new ClusterStep.Clustered(
                    Clustering.around(embeddings, trained.centres()), sha256, start.agreement());
        }
    }

    /** Where training begins: clusters of the model's embeddings. */
    private record Start(double[][] centres, Optional<LabelAgreement> agreement) {}

    private Start start(Dataset<Row> table) {
        try (TaskProgress progress = new TaskProgress(context.spark(), STEP);
                ClusteringResult start =
                        Clustering.fit(
                                table, settings, context.common().seed(), progress::layout)) {
            return new Start(start.model().centres(), start.metrics().agreement());
        }
    }

    private DcecResult train(TensorDataset dataset, double[][] centres) {
        DcecTraining training =
                new DcecTraining(
                        dataset,
                        model.network(),
                        settings.dcec(),
                        context.configuration().section("limit", LimitSettings.class),
                        checkpoints(context, run, model),
                        context.resume());
        try (Autoencoder autoencoder = new ModelStore(context.store()).load(model);
                TrainingLog log = new TrainingLog(context.store(), STEP, run.clusterMetrics())) {
            return training.run(context.spark(), autoencoder.parameters(), centres, log);
        }
    }

    /** Those of a run's clustering, which are of no use when it has been published. */
    static Checkpoints checkpoints(JobContext context, RunFolder run, ModelManifest model) {
        return context.checkpoints(
                run,
                "cluster-checkpoints",
                model.weightsSha256() + context.configuration().digest("cluster", "seed"));
    }
}
