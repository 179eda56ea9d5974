package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/decompress}. */
@Command(
        name = "decompress",
        customSynopsis = "jobs/decompress [--conf=FILE] [--debug] [key=value...]",
        description =
                "Writes the WFDB records of .hgc files: those that jobs/compress made with the same"
                        + " configuration, or those of decompression.path. It needs the model that"
                        + " they name.",
        footer = "%nExample:%n  jobs/decompress name=ecg decompression.path=/data/compressed")
public final class DecompressJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new DecompressStep());
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
                "decompression",
                "engine",
                "spark");
    }
}
