package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.DatasetManifest;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SampleSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Raw data to dataset. */
final class IngestStep implements Step {
    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Outcome run(JobContext context) {
        Configuration configuration = context.configuration();
        String name = context.common().name();
        SampleSource source = Sources.open(configuration);
        String sourceName = context.common().sourceName().orElseThrow();
        String digest = configuration.digest("source", sourceName, "ingest", "seed");
        Optional<TensorDataset> present = TensorDataset.find(context.store(), name);
        boolean same =
                present.map(TensorDataset::manifest)
                        .map(DatasetManifest::settingsDigest)
                        .filter(digest::equals)
                        .isPresent();
        if (same && !context.overwrite()) {
            Progress.say("ingest: dataset " + name + " is there already");
            return Outcome.before(summary(present.orElseThrow()));
        }
        if (present.isPresent() && !context.overwrite()) {
            throw new HourglassException(
                    ErrorCode.STORE_CONFLICT,
                    "A dataset of this name exists, made with other settings or from another source",
                    present.get().folder() + ": " + present.get().manifest().source(),
                    "choose another name=…, or replace it with jobs/ingest --overwrite");
        }
        IngestSettings settings = configuration.section("ingest", IngestSettings.class);
        Ingestion ingestion =
                new Ingestion(context.spark(), context.store(), settings, context.common().seed());
        try (TaskProgress progress = new TaskProgress(context.spark(), "ingest")) {
            return Outcome.now(summary(ingestion.run(name, source, digest)));
        }
    }

    private static Map<String, Object> summary(TensorDataset dataset) {
        DatasetManifest manifest = dataset.manifest();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("dataset", dataset.folder().toString());
        summary.put("fingerprint", manifest.fingerprint());
        manifest.counts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> summary.put(entry.getKey() + "_rows", entry.getValue()));
        summary.put("rejected_rows", manifest.rejected());
        return summary;
    }
}
