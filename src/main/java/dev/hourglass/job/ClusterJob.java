package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code jobs/cluster}. */
@Command(
        name = "cluster",
        description =
                "Finds clusters in the embeddings, and measures them against labels where there are any.",
        footer = "%nExample:%n  jobs/cluster --conf conf/mnist.conf cluster.method=gmm")
public final class ClusterJob extends Job {
    @Override
    List<Step> steps() {
        return List.of(new ClusterStep());
    }

    @Override
    List<String> keys() {
        return List.of("name", "store", "seed", "embed.date", "cluster", "spark");
    }
}
