package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.DatasetManifest;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.MatrixColumns;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.SampleSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** Raw data to dataset. */
final class IngestStep implements Step {
    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void check(Configuration configuration) {
        Sources.open(configuration);
        configuration.section("ingest", IngestSettings.class);
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        String name = context.common().name();
        SampleSource source = Sources.open(configuration);
        String sourceName = context.common().sourceName().orElseThrow();
        String digest = configuration.digest("source", sourceName, "ingest", "seed");
        if (!context.overwrite()) {
            Optional<Outcome> before = before(context, digest);
            if (before.isPresent()) {
                return before.get();
            }
        }
        IngestSettings settings = configuration.section("ingest", IngestSettings.class);
        Ingestion ingestion =
                new Ingestion(context.spark(), context.store(), settings, context.common().seed());
        try (TaskProgress progress = new TaskProgress(context.spark(), name())) {
            TensorDataset made =
                    context.overwrite()
                            ? ingestion.run(name, source, digest)
                            : ingestion.create(name, source, digest);
            return Outcome.now(summary(context, made));
        } catch (HourglassException e) {
            if (e.code() != ErrorCode.STORE_CONFLICT) {
                throw e;
            }
            // A job that ran at the same time was faster; it may have stored just this.
            return before(context, digest).orElseThrow(() -> e);
        }
    }

    /**
     * The dataset of this name and these settings, if the store has it.
     *
     * @throws HourglassException with STORE_CONFLICT where it has one that was made otherwise
     */
    private static Optional<Outcome> before(JobContext context, String digest) {
        Optional<TensorDataset> present =
                TensorDataset.find(context.store(), context.common().name());
        if (present.isEmpty()) {
            return Optional.empty();
        }
        DatasetManifest manifest = present.get().manifest();
        if (!manifest.settingsDigest().equals(digest)) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "A dataset of this name exists, made with other settings or from another source",
                    present.get().folder() + ": " + manifest.source(),
                    "choose another name=…, or replace it with jobs/ingest --overwrite");
        }
        Progress.say("ingest: dataset " + manifest.name() + " is there already");
        return Optional.of(Outcome.before(summary(context, present.get())));
    }

    private static Map<String, Object> summary(JobContext context, TensorDataset dataset) {
        DatasetManifest manifest = dataset.manifest();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("dataset", dataset.folder().toString());
        summary.put("fingerprint", manifest.fingerprint());
        manifest.counts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> summary.put(entry.getKey() + "_rows", entry.getValue()));
        summary.put("rejected_rows", manifest.rejected());
        Column labels = count_distinct(col(SampleColumns.LABEL));
        summary.put("labels", dataset.rows(context.spark()).select(labels).head().getLong(0));
        dataset.columns(context.spark())
                .ifPresent(
                        columns -> {
                            Row totals =
                                    columns.agg(count(lit(1)), sum(MatrixColumns.COUNT)).head();
                            summary.put("columns", totals.getLong(0));
                            summary.put("ratings", totals.getLong(1));
                        });
        return summary;
    }
}
