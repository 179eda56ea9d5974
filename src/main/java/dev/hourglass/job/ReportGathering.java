package dev.hourglass.job;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.hourglass.clustering.LabelAgreement;
import dev.hourglass.clustering.Selection;
import dev.hourglass.dataset.DatasetManifest;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.layer.LossFunction;
import dev.hourglass.report.Artifacts;
import dev.hourglass.report.Clustering;
import dev.hourglass.report.EpochLoss;
import dev.hourglass.report.ErrorDistribution;
import dev.hourglass.report.KSelection;
import dev.hourglass.report.ReportData;
import dev.hourglass.report.ReportSettings;
import dev.hourglass.report.RunSummary;
import dev.hourglass.report.RunSummary.Score;
import dev.hourglass.report.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Reads from the store what the page of a run shows: aggregates and a bounded number of rows. */
final class ReportGathering {
    /** Clusters whose nearest samples are shown, and how many of each. */
    private static final int SHOWN_CLUSTERS = 50;

    private static final int SHOWN_SAMPLES = 4;
    private static final int SHOWN_REJECTIONS = 5;

    private final JobContext context;
    private final TensorDataset dataset;
    private final ModelManifest model;
    private final ReportSettings settings;
    private final RunFolder run;
    private final Optional<EmbeddingPartition> partition;
    private final Path clusterFolder;
    private final SampleLookup samples;

    ReportGathering(
            JobContext context,
            TensorDataset dataset,
            ModelManifest model,
            Autoencoder autoencoder,
            ReportSettings settings) {
        this.context = context;
        this.dataset = dataset;
        this.model = model;
        this.settings = settings;
        this.run = context.run(dataset);
        this.partition = EmbedStep.find(context, model);
        this.clusterFolder = context.store().results("cluster", run.runId());
        this.samples = new SampleLookup(context.spark(), dataset, autoencoder);
    }

    /**
     * @param layout takes the share of the map that is laid out, 0 to 1
     */
    ReportData gather(DoubleConsumer layout) {
        Optional<Dataset<Row>> embeddings = partition.map(found -> found.rows(context.spark()));
        Optional<Dataset<Row>> assignments =
                ClusterStep.isDone(context, clusterFolder)
                        ? Optional.of(ClusterStep.assignments(context, clusterFolder))
                        : Optional.empty();
        Split split = shownSplit();
        Dataset<Row> shown = dataset.sample(context.spark(), split, settings.samples());
        return new ReportData(
                runSummary(),
                loss(),
                learningCurve(),
                RateDistortionStep.curves(context, run),
                dataset.manifest().tensor(),
                isReconstructed() ? samples.reconstruct(shown) : List.of(),
                clusteredEmbeddings()
                        .or(() -> embeddings)
                        .flatMap(
                                rows ->
                                        new MapGathering(rows, assignments, context.common().seed())
                                                .map(settings.mapPoints(), layout)),
                assignments.map(this::clustering),
                RecommendationGathering.gather(context, dataset, split, layout),
                embeddings.filter(rows -> isReconstructed()).flatMap(rows -> errors(rows, split)),
                artifacts());
    }

    /** Those of a network that was trained to form the clusters. */
    private Optional<Dataset<Row>> clusteredEmbeddings() {
        return ClusterStep.isDone(context, clusterFolder)
                ? DcecEmbeddings.find(context, clusterFolder)
                : Optional.empty();
    }

    /** The split that the model has seen least of. */
    private Split shownSplit() {
        return List.of(Split.TEST, Split.VALIDATION, Split.TRAIN).stream()
                .filter(split -> dataset.manifest().count(split) > 0)
                .findFirst()
                .orElseThrow();
    }

    private RunSummary runSummary() {
        DatasetManifest manifest = dataset.manifest();
        List<RunFolder.Timing> timings = run.timings();
        Optional<BaselineStep.Metrics> pca = BaselineStep.metrics(context, run);
        Optional<LabelAgreement> agreement =
                ClusterStep.isDone(context, clusterFolder)
                        ? Optional.ofNullable(
                                ClusterStep.metrics(context, clusterFolder).agreement())
                        : Optional.empty();
        Optional<LabelAgreement> pcaAgreement = pca.map(BaselineStep.Metrics::agreement);
        return new RunSummary(
                run.runId(),
                manifest.name(),
                timings.isEmpty() ? model.created() : timings.get(0).started(),
                timings.stream()
                        .map(timing -> new RunSummary.Step(timing.name(), timing.seconds()))
                        .toList(),
                java.util.Arrays.stream(Split.values())
                        .map(split -> new RunSummary.Split(split.folder(), manifest.count(split)))
                        .toList(),
                errorName(),
                Optional.ofNullable(model.metrics().get("test_" + lossFunction().metric()))
                        .map(value -> score(value, pca.map(BaselineStep.Metrics::testMse))),
                agreement.map(
                        value ->
                                score(
                                        value.accuracy(),
                                        pcaAgreement.map(LabelAgreement::accuracy))),
                agreement.map(value -> score(value.nmi(), pcaAgreement.map(LabelAgreement::nmi))),
                manifest.fingerprint(),
                new TreeMap<>(model.versions())
                        .entrySet().stream()
                                .map(
                                        entry ->
                                                new RunSummary.Version(
                                                        entry.getKey(), entry.getValue()))
                                .toList(),
                context.configuration().render());
    }

    private LossFunction lossFunction() {
        return context.configuration().section("network", NetworkSettings.class).loss();
    }

    /** Whether outputs are like inputs: those of the multinomial loss are logits. */
    private boolean isReconstructed() {
        return lossFunction() != LossFunction.MULTINOMIAL;
    }

    private String errorName() {
        return switch (lossFunction()) {
            case SQUARED_ERROR -> RunSummary.MSE;
            case OBSERVED_SQUARED_ERROR -> "MSE of given elements";
            case MULTINOMIAL -> "nats a row";
        };
    }

    /** The learning curve's name: the loss has a unit only where rows are not standardised. */
    private String loss() {
        return switch (lossFunction()) {
            case SQUARED_ERROR -> "loss";
            case OBSERVED_SQUARED_ERROR -> "loss (squared error of given elements)";
            case MULTINOMIAL ->
                    Catalogue.isOfUsers(context, dataset)
                            ? "loss (nats a user)"
                            : "loss (nats a row)";
        };
    }

    private static Score score(double value, Optional<Double> pca) {
        return new Score(value, pca.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }

    private List<EpochLoss> learningCurve() {
        Path file = new RunFolder(context.store(), model.run()).metrics();
        return TrainingLog.epochs(context.store(), file).stream()
                .map(
                        epoch ->
                                new EpochLoss(
                                        epoch.epoch(),
                                        epoch.trainLoss(),
                                        epoch.heldOutLoss() == null
                                                ? OptionalDouble.empty()
                                                : OptionalDouble.of(epoch.heldOutLoss())))
                .toList();
    }

    private Clustering clustering(Dataset<Row> assignments) {
        Map<Integer, List<Sample>> nearest = samples(assignments, col("distance"));
        Map<Integer, List<Sample>> farthest = samples(assignments, col("distance").desc());
        List<Clustering.Cluster> clusters = new ArrayList<>();
        for (Row row :
                assignments
                        .groupBy("cluster")
                        .agg(count(lit(1)), avg("distance"))
                        .collectAsList()) {
            int id = row.getInt(0);
            clusters.add(
                    new Clustering.Cluster(
                            id,
                            row.getLong(1),
                            row.getDouble(2),
                            nearest.getOrDefault(id, List.of()),
                            farthest.getOrDefault(id, List.of())));
        }
        clusters.sort(Comparator.comparingInt(Clustering.Cluster::id));
        List<Clustering.LabelCount> labels =
                assignments
                        .filter(col("label").isNotNull())
                        .groupBy("label", "cluster")
                        .count()
                        .collectAsList()
                        .stream()
                        .map(
                                row ->
                                        new Clustering.LabelCount(
                                                row.getString(0), row.getInt(1), row.getLong(2)))
                        .toList();
        ClusterStep.Metrics metrics = ClusterStep.metrics(context, clusterFolder);
        return new Clustering(
                metrics.method(),
                clusters,
                labels,
                Optional.ofNullable(metrics.selection()).map(ReportGathering::selection));
    }

    private static KSelection selection(Selection selection) {
        return new KSelection(
                selection.criterion().toString(),
                selection.k(),
                selection.rows(),
                selection.candidates().stream()
                        .map(
                                tried ->
                                        new KSelection.Candidate(
                                                tried.k(),
                                                selection.criterion().of(tried),
                                                tried.silhouette(),
                                                tried.daviesBouldin(),
                                                tried.bic(),
                                                tried.gap() == null
                                                        ? OptionalDouble.empty()
                                                        : OptionalDouble.of(tried.gap())))
                        .toList());
    }

    /**
     * A few samples of each cluster.
     *
     * @param order of which the first are taken
     */
    private Map<Integer, List<Sample>> samples(Dataset<Row> assignments, Column order) {
        Column rank = row_number().over(Window.partitionBy("cluster").orderBy(order, col("id")));
        List<Row> rows =
                assignments
                        .filter(col("cluster").lt(SHOWN_CLUSTERS))
                        .withColumn("rank", rank)
                        .filter(col("rank").leq(SHOWN_SAMPLES))
                        .orderBy("cluster", "rank")
                        .select("id", "cluster")
                        .collectAsList();
        Map<String, Sample> found =
                samples.byId(rows.stream().map(row -> row.getString(0)).toList());
        return rows.stream()
                .collect(
                        Collectors.groupingBy(
                                row -> row.getInt(1),
                                Collectors.mapping(
                                        row -> found.get(row.getString(0)), Collectors.toList())));
    }

    /** Nothing where the embeddings were made without errors. */
    private Optional<ErrorDistribution> errors(Dataset<Row> embeddings, Split split) {
        Dataset<Row> ids = dataset.rows(context.spark(), split).select(EmbeddingTable.ID);
        Dataset<Row> rows =
                embeddings
                        .filter(col(EmbeddingTable.ERROR).isNotNull())
                        .join(ids, EmbeddingTable.ID);
        List<String> worst =
                rows
                        .orderBy(col(EmbeddingTable.ERROR).desc(), col(EmbeddingTable.ID))
                        .limit(settings.samples())
                        .select(EmbeddingTable.ID)
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList();
        return worst.isEmpty()
                ? Optional.empty()
                : Optional.of(ErrorHistogram.of(split, rows, samples.reconstruct(worst)));
    }

    private Artifacts artifacts() {
        List<Artifacts.Rejection> rejections =
                dataset.rejected(context.spark()).limit(SHOWN_REJECTIONS).collectAsList().stream()
                        .map(
                                row ->
                                        new Artifacts.Rejection(
                                                row.getAs("path"),
                                                Optional.ofNullable(row.getAs("position")),
                                                row.getAs("reason")))
                        .toList();
        return new Artifacts(
                dataset.folder().toString(),
                new ModelStore(context.store()).folder(model).toString(),
                EmbedStep.path(context, model).toString(),
                ClusterStep.isDone(context, clusterFolder)
                        ? Optional.of(new Path(clusterFolder, "assignments").toString())
                        : Optional.empty(),
                dataset.manifest().rejected(),
                rejections);
    }
}
