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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Model and compressed records to records. */
final class DecompressStep implements Step {
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
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        ModelManifest model =
                Codecs.model(
                        context, configuration.section("compression", CompressionSettings.class));
        String source = source(context, model);
        Results results =
                new Results(context, name(), context.runId(model.weightsSha256() + source));
        if (results.existAlready()) {
            return Outcome.apart(summary(results));
        }
        double maxRejected = configuration.section("ingest", IngestSettings.class).maxRejected();
        ContainerFolder folder = new ContainerFolder(context.spark(), source);
        try (CodecPool pool = Codecs.pool(context, model)) {
            results.make(
                    target ->
                            new RecordDecompression(context.spark(), folder, pool)
                                    .run(target, maxRejected));
        }
        return Outcome.apart(summary(results));
    }

    /** The folder of the containers. */
    private static String source(JobContext context, ModelManifest model) {
        DecompressionSettings settings =
                context.configuration().section("decompression", DecompressionSettings.class);
        if (settings.folder().isPresent()) {
            return settings.folder().get();
        }
        Results compressed = CompressStep.results(context, model);
        if (!compressed.exist()) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "There are no compressed records of this configuration",
                    compressed.path().toString(),
                    "run jobs/compress with it first, or set decompression.path");
        }
        return new Path(compressed.path(), RecordCompression.RECORDS).toString();
    }

    private static Map<String, Object> summary(Results results) {
        DecompressionMetrics metrics = results.read(DecompressionMetrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("decompressed", new Path(results.path(), RecordCompression.RECORDS).toString());
        summary.put("model", metrics.model());
        summary.put("records", metrics.records());
        summary.put("rejected_records", metrics.rejected());
        summary.put("damaged_records", metrics.damagedRecords());
        summary.put("damages", metrics.damages());
        summary.put("lost_windows", metrics.lostWindows());
        return summary;
    }
}
