package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jobs/run}. */
@Command(
        name = "run",
        customSynopsis = "jobs/run [--conf=FILE] [--resume] [--debug] [key=value...]",
        description =
                "All jobs in order: ingest, train, embed, cluster, recommend (of ratings), report. What is done is not done again.",
        footer =
                "%nExample:%n  HOURGLASS_DATA=/data jobs/run --conf conf/mnist.conf training.epochs=5")
public final class RunJob extends Job {
    @Mixin private ResumeOption resume;

    @Override
    boolean resume() {
        return resume.isSet();
    }

    @Override
    List<Step> steps() {
        return List.of(
                new IngestStep(),
                new TrainStep(),
                new EmbedStep(),
                new ClusterStep(),
                new BaselineStep(),
                new RateDistortionStep(),
                new RecommendStep(false),
                new ReportStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "seed",
                "source",
                "idx",
                "images",
                "wfdb",
                "ratings",
                "ecgsyn",
                "glyphs",
                "ingest",
                "network",
                "training",
                "checkpoint",
                "limit",
                "embed",
                "embedding",
                "cluster",
                "recommend",
                "report",
                "engine",
                "spark");
    }
}
