package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import dev.hourglass.network.Normalisation;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.Engines;
import dev.hourglass.store.Json;
import dev.hourglass.training.InputStatistics;
import dev.hourglass.training.ReconstructionLoss;
import dev.hourglass.training.Trainer;
import dev.hourglass.training.TrainingPlan;
import dev.hourglass.training.TrainingResult;
import dev.hourglass.training.TrainingSettings;
import dev.hourglass.training.averaging.AveragingTrainer;
import dev.hourglass.training.averaging.CheckpointSettings;
import dev.hourglass.training.averaging.Checkpoints;
import dev.hourglass.training.averaging.LimitSettings;
import dev.hourglass.training.dl4jspark.Dl4jSparkTrainer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaSparkContext;

/** Dataset to model. */
final class TrainStep implements Step {
    @Override
    public String name() {
        return "train";
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("network", NetworkSettings.class);
        configuration.section("training", TrainingSettings.class);
        configuration.section("checkpoint", CheckpointSettings.class);
        configuration.section("limit", LimitSettings.class);
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelStore models = new ModelStore(context.store());
        String digest = digest(context, dataset);
        RunFolder run = context.run(dataset);
        Configuration configuration = context.configuration();
        Checkpoints checkpoints = context.checkpoints(run, "checkpoints", digest);
        Optional<ModelManifest> present = models.find(context.common().name(), digest);
        if (present.isPresent()) {
            Progress.say("train: model " + present.get().id() + " is there already");
            // There are some where a job was killed just after it had published.
            checkpoints.clear();
            return Outcome.before(summary(models, present.get()));
        }
        NetworkSettings network = configuration.section("network", NetworkSettings.class);
        TrainingSettings training = configuration.section("training", TrainingSettings.class);
        NativeThreads.limit();
        Progress.say("train: " + Engines.current().description());
        NetworkSpec spec = spec(context, dataset, network);
        TrainingPlan plan = new TrainingPlan(dataset, spec, training, context.common().seed());
        Trainer trainer = trainer(context, training.master(), checkpoints);
        TrainingResult result;
        try (TrainingLog log = new TrainingLog(context.store(), name(), run.metrics())) {
            result = trainer.train(context.spark(), plan, log);
        }
        Map<String, Double> metrics = measure(context, dataset, spec, result);
        try (Autoencoder trained = Autoencoder.of(spec, result.parameters())) {
            ModelManifest manifest =
                    models.publish(
                            context.common().name(),
                            run.runId(),
                            trained,
                            (version, parameters, sha256) ->
                                    new ModelManifest(
                                            ModelManifest.FORMAT_VERSION,
                                            context.common().name(),
                                            version,
                                            run.runId(),
                                            digest,
                                            dataset.manifest().fingerprint(),
                                            dataset.manifest().tensor(),
                                            spec,
                                            Json.tree(training),
                                            context.common().seed(),
                                            parameters,
                                            sha256,
                                            metrics,
                                            Versions.all(context.spark()),
                                            Instant.now().truncatedTo(ChronoUnit.SECONDS)));
            checkpoints.clear();
            return Outcome.now(summary(models, manifest));
        }
    }

    private static Trainer trainer(
            JobContext context, TrainingSettings.Master master, Checkpoints checkpoints) {
        if (master == TrainingSettings.Master.HOURGLASS) {
            LimitSettings limit = context.configuration().section("limit", LimitSettings.class);
            return new AveragingTrainer(limit, checkpoints, context.resume());
        }
        if (context.resume()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "DL4J's master writes no checkpoints to go on from",
                    "--resume with training.master = dl4j",
                    "leave out --resume, or set training.master=hourglass");
        }
        return new Dl4jSparkTrainer();
    }

    /**
     * The model that a step after training works with: the one of exactly this data and
     * configuration.
     */
    static ModelManifest model(JobContext context, TensorDataset dataset) {
        return new ModelStore(context.store())
                .find(context.common().name(), digest(context, dataset))
                .orElseThrow(
                        () ->
                                new HourglassException(
                                        ErrorCode.MISSING_INPUT,
                                        "The store has no model trained on this dataset with this configuration",
                                        context.store().models(context.common().name()).toString(),
                                        "run jobs/train with the same configuration first"));
    }

    /** Of all that a model depends on: the shards are the workers. */
    static String digest(JobContext context, TensorDataset dataset) {
        return DigestUtils.sha256Hex(
                dataset.manifest().fingerprint()
                        + dataset.manifest().shards()
                        + context.configuration().digest("network", "training", "seed"));
    }

    /** Checks that the network fits the data before any pass over them. */
    private static NetworkSpec spec(
            JobContext context, TensorDataset dataset, NetworkSettings network) {
        List<Integer> shape = dataset.manifest().tensor().shape();
        NetworkSpec plain = new NetworkSpec(network, shape, Normalisation.NONE);
        Networks.configuration(plain, context.common().seed());
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        return new NetworkSpec(
                network,
                shape,
                InputStatistics.fit(
                        spark, dataset.shardFiles(Split.TRAIN), network.normalisation()));
    }

    private static Map<String, Double> measure(
            JobContext context, TensorDataset dataset, NetworkSpec spec, TrainingResult result) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("train_loss", result.metrics().trainLoss());
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            if (dataset.manifest().count(split) > 0) {
                try (ReconstructionLoss loss =
                        new ReconstructionLoss(context.spark(), dataset, split, spec)) {
                    metrics.put(
                            split.folder() + "_" + spec.settings().loss().metric(),
                            loss.measure(result.parameters()));
                }
            }
        }
        return metrics;
    }

    private static Map<String, Object> summary(ModelStore models, ModelManifest manifest) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("model", manifest.id());
        summary.put("model_path", models.folder(manifest).toString());
        summary.putAll(new TreeMap<>(manifest.metrics()));
        return summary;
    }
}
