package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobs/embed}. */
@Command(
        name = "embed",
        customSynopsis = "jobs/embed [--conf=FILE] [--stream [--once]] [--debug] [key=value...]",
        description =
                "Encodes every row of a dataset with a model, and writes the embeddings as Parquet. The"
                        + " model is found by the configuration it was trained with. With --stream it"
                        + " embeds the samples in files that arrive in a folder, each once, with the"
                        + " newest model of the name: jobs/embed --stream --conf conf/demo.conf"
                        + " stream.input=/data/incoming",
        footer = "%nExample:%n  jobs/embed --conf conf/demo.conf embed.date=2026-01-31")
public final class EmbedJob extends Job {
    @ArgGroup(exclusive = false)
    private Streaming streaming;

    /** The options of a stream. */
    static final class Streaming {
        @Option(
                names = "--stream",
                required = true,
                description = "Embed the files of stream.input as they arrive, until stopped.")
        private boolean stream;

        @Option(names = "--once", description = "End when the files that are there are done.")
        private boolean once;
    }

    @Override
    List<Step> steps() {
        return List.of(streaming == null ? new EmbedStep() : new StreamStep(streaming.once));
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "embed", "embedding", "stream", "engine", "spark");
    }
}
