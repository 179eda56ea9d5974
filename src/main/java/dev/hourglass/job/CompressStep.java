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
import dev.hourglass.source.WfdbFolder;
import dev.hourglass.source.WfdbSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Model and records to compressed records. */
final class CompressStep implements Step {
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
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        CompressionSettings settings =
                configuration.section("compression", CompressionSettings.class);
        ModelManifest model = Codecs.model(context, settings);
        Results results = results(context, model);
        if (results.existAlready()) {
            return Outcome.apart(summary(results));
        }
        WfdbFolder folder = path(configuration).open(context);
        String annotator = configuration.section("wfdb", WfdbSettings.class).annotator();
        double maxRejected = configuration.section("ingest", IngestSettings.class).maxRejected();
        try (CodecPool pool = Codecs.pool(context, model)) {
            results.make(
                    target ->
                            new RecordCompression(
                                            context.spark(), folder, settings, annotator, pool)
                                    .run(target, maxRejected));
        }
        return Outcome.apart(summary(results));
    }

    /** A model's results, whether they are there or not. */
    static Results results(JobContext context, ModelManifest model) {
        String runId =
                context.runId(model.weightsSha256(), "compression", "wfdb.path", "wfdb.annotator");
        return new Results(context, "compress", runId);
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

    private static Map<String, Object> summary(Results results) {
        CompressionMetrics metrics = results.read(CompressionMetrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("compressed", new Path(results.path(), RecordCompression.RECORDS).toString());
        summary.put("metrics", results.metrics().toString());
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
