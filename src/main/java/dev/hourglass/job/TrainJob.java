package dev.hourglass.job;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jobs/train}. */
@Command(
        name = "train",
        customSynopsis = "jobs/train [--conf=FILE] [--resume] [--debug] [key=value...]",
        description =
                "Trains an autoencoder on a dataset by parameter averaging, and stores it as a model.",
        footer =
                "%nExample:%n  jobs/train --conf conf/demo.conf training.epochs=5 network.bottleneck=16")
public final class TrainJob extends Job {
    @Mixin private ResumeOption resume;

    @Override
    boolean resume() {
        return resume.isSet();
    }

    @Override
    List<Step> steps() {
        return List.of(new TrainStep());
    }

    @Override
    List<String> keys() {
        return List.of(
                "name",
                "store",
                "seed",
                "network",
                "training",
                "checkpoint",
                "limit",
                "engine",
                "spark");
    }
}
