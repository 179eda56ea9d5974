package dev.hourglass.job;

import dev.hourglass.compression.batch.CodecPool;
import dev.hourglass.compression.batch.CompressionMetrics;
import dev.hourglass.compression.batch.CompressionSettings;
import dev.hourglass.compression.batch.RecordCompression;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.source.WfdbFolder;
import dev.hourglass.source.WfdbSettings;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Model and records to compressed records. */
final class CompressStep implements Step {
    static final String METRICS = "metrics.json";

    @Override
    public String name() {
        return "compress";
    }

    @Override
    public void check(Configuration configuration) {
        Codecs.check(configuration);
        configuration.section("ingest", IngestSettings.class);
        path(configuration);
    }

    @Override
    public void prepare() {
        NativeThreads.load();
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        CompressionSettings settings =
                configuration.section("compression", CompressionSettings.class);
        ModelManifest model = Codecs.model(context, settings);
        Path target = results(context, model);
        if (context.store().exists(new Path(target, METRICS))) {
            Progress.say("compress: " + target + " is there already");
            return Outcome.apart(summary(context, target));
        }
        WfdbFolder folder = path(configuration).open(context);
        String annotator = configuration.section("wfdb", WfdbSettings.class).annotator();
        double maxRejected = configuration.section("ingest", IngestSettings.class).maxRejected();
        try (CodecPool pool = Codecs.pool(context, model);
                Staging staging = context.store().stage(target.getName(), name());
                TaskProgress progress = new TaskProgress(context.spark(), name())) {
            CompressionMetrics metrics =
                    new RecordCompression(context.spark(), folder, settings, annotator, pool)
                            .run(staging.path(), maxRejected);
            context.store().writeText(new Path(staging.path(), METRICS), Json.pretty(metrics));
            staging.publish(target, METRICS);
        }
        return Outcome.apart(summary(context, target));
    }

    /** Where a model's results lie, whether they are there or not. */
    static Path results(JobContext context, ModelManifest model) {
        String runId =
                context.runId(model.weightsSha256(), "compression", "wfdb.path", "wfdb.annotator");
        return context.store().results("compress", runId);
    }

    /**
     * Where the records lie.
     *
     * @param key that says so
     */
    private record Source(String key, String path) {
        WfdbFolder open(JobContext context) {
            return new WfdbFolder(context.spark(), key, path);
        }
    }

    private static Source path(Configuration configuration) {
        String own = configuration.section("compression", CompressionSettings.class).path();
        if (own != null) {
            return new Source("compression.path", own);
        }
        String path = configuration.section("wfdb", WfdbSettings.class).path();
        if (path == null) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "There is no folder of WFDB records to compress",
                    "compression.path",
                    "set it, or wfdb.path, to the folder that holds the .hea files");
        }
        return new Source("wfdb.path", path);
    }

    private static Map<String, Object> summary(JobContext context, Path results) {
        Path file = new Path(results, METRICS);
        CompressionMetrics metrics =
                Json.read(context.store().readText(file), CompressionMetrics.class, file);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("compressed", new Path(results, RecordCompression.RECORDS).toString());
        summary.put("metrics", file.toString());
        summary.put("model", metrics.model());
        summary.put("quantiser_step", metrics.quantiserStep());
        summary.put("records", metrics.counts().records());
        summary.put("rejected_records", metrics.counts().rejected());
        summary.put("ratio", metrics.size().ratio());
        summary.put("bits_per_sample", metrics.size().bitsPerSample());
        metrics.statistics().forEach((key, value) -> summary.put(key, value.mean()));
        return summary;
    }
}
