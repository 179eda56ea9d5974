package dev.hourglass.job;

import dev.hourglass.compression.batch.CodecPool;
import dev.hourglass.compression.batch.CompressionSettings;
import dev.hourglass.compression.batch.ContainerFolder;
import dev.hourglass.compression.batch.DecompressionMetrics;
import dev.hourglass.compression.batch.DecompressionSettings;
import dev.hourglass.compression.batch.RecordCompression;
import dev.hourglass.compression.batch.RecordDecompression;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Model and compressed records to records. */
final class DecompressStep implements Step {
    private static final String METRICS = CompressStep.METRICS;

    @Override
    public String name() {
        return "decompress";
    }

    @Override
    public void check(Configuration configuration) {
        Codecs.check(configuration);
        configuration.section("decompression", DecompressionSettings.class);
        configuration.section("ingest", IngestSettings.class);
    }

    @Override
    public void prepare() {
        NativeThreads.load();
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        ModelManifest model =
                Codecs.model(
                        context, configuration.section("compression", CompressionSettings.class));
        String source = source(context, model);
        Path target =
                context.store().results(name(), context.runId(model.weightsSha256() + source));
        if (context.store().exists(new Path(target, METRICS))) {
            Progress.say("decompress: " + target + " is there already");
            return Outcome.apart(summary(context, target));
        }
        double maxRejected = configuration.section("ingest", IngestSettings.class).maxRejected();
        ContainerFolder folder = new ContainerFolder(context.spark(), source);
        try (CodecPool pool = Codecs.pool(context, model);
                Staging staging = context.store().stage(target.getName(), name());
                TaskProgress progress = new TaskProgress(context.spark(), name())) {
            DecompressionMetrics metrics =
                    new RecordDecompression(context.spark(), folder, pool)
                            .run(staging.path(), maxRejected);
            context.store().writeText(new Path(staging.path(), METRICS), Json.pretty(metrics));
            staging.publish(target, METRICS);
        }
        return Outcome.apart(summary(context, target));
    }

    /** The folder of the containers. */
    private static String source(JobContext context, ModelManifest model) {
        DecompressionSettings settings =
                context.configuration().section("decompression", DecompressionSettings.class);
        if (settings.folder().isPresent()) {
            return settings.folder().get();
        }
        Path compressed = CompressStep.results(context, model);
        if (!context.store().exists(new Path(compressed, METRICS))) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "There are no compressed records of this configuration",
                    compressed.toString(),
                    "run jobs/compress with it first, or set decompression.path");
        }
        return new Path(compressed, RecordCompression.RECORDS).toString();
    }

    private static Map<String, Object> summary(JobContext context, Path results) {
        Path file = new Path(results, METRICS);
        DecompressionMetrics metrics =
                Json.read(context.store().readText(file), DecompressionMetrics.class, file);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("decompressed", new Path(results, RecordCompression.RECORDS).toString());
        summary.put("model", metrics.model());
        summary.put("records", metrics.records());
        summary.put("rejected_records", metrics.rejected());
        summary.put("damaged_records", metrics.damagedRecords());
        summary.put("damages", metrics.damages());
        summary.put("lost_windows", metrics.lostWindows());
        return summary;
    }
}
