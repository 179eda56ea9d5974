package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jobs/cluster}. */
@Command(
        name = "cluster",
        customSynopsis = "jobs/cluster [--conf=FILE] [--resume] [--debug] [key=value...]",
        description =
                "Finds clusters in the embeddings of a model, and measures them against labels where"
                        + " there are any. The model is found by the configuration it was trained with.",
        footer = "%nExample:%n  jobs/cluster --conf conf/demo.conf cluster.method=gmm")
public final class ClusterJob extends Job {
    @Mixin private ResumeOption resume;

    @Override
    boolean resume() {
        return resume.isSet();
    }

    @Override
    List<Step> steps() {
        return List.of(new ClusterStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "seed",
                "embed.date",
                "embed.batch",
                "embedding.format",
                "cluster",
                "checkpoint",
                "limit",
                "engine",
                "spark");
    }
}
