package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/compress}. */
@Command(
        name = "compress",
        customSynopsis = "jobs/compress [--conf=FILE] [--debug] [key=value...]",
        description =
                "Compresses WFDB records, whole and with all their leads and annotations, with the"
                        + " newest model of the name, and measures what they lost. The model must"
                        + " have been trained with network.rate-weight and wfdb.standardise.",
        footer =
                "%nExample:%n  jobs/compress name=ecg compression.path=/data/ecg"
                        + " compression.max-prdn=9")
public final class CompressJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new CompressStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "wfdb.path",
                "wfdb.annotator",
                "ingest.max-rejected",
                "compression",
                "engine",
                "spark");
    }
}
