package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.reproduce.EcgCompression;
import dev.hourglass.reproduce.Faults;
import dev.hourglass.reproduce.FaultsSettings;
import dev.hourglass.reproduce.ImageClusters;
import dev.hourglass.reproduce.LargeDataset;
import dev.hourglass.reproduce.NightlyFaults;
import dev.hourglass.reproduce.NightlyFaultsSettings;
import dev.hourglass.reproduce.Recommendations;
import dev.hourglass.reproduce.Reproduced;
import dev.hourglass.reproduce.SeedsSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobs/reproduce}. */
@Command(
        name = "reproduce",
        customSynopsis = "jobs/reproduce NAME [--debug] [key=value...]",
        description =
                "Does again what the documentation claims, prints the figures as one JSON object, and"
                        + " fails where they are not as claimed. Leave the sources alone meanwhile:"
                        + " jobs build themselves anew where these have changed.",
        footer = "%nExample:%n  jobs/reproduce faults runs=6")
public final class ReproduceJob extends JobCommand {
    private static final String SECTION = "reproduce";

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description =
                    "What is done again: faults (trainings whose executors, workers and drivers are killed), memory (a dataset of four times an executor's memory), nightly-faults (nightly extractions that are killed while others read), dcec-mnist or n2d-mnist (clusters of the images that conf/mnist.conf names), ecg-compression (the codec of conf/ecg-codec.conf on the records that it names), recommend-ml100k (lists for the users of conf/ml100k.conf, or of other ratings by keys of the section ratings).")
    private Subject subject;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Keys of the subject, without the name of its section.")
    private List<String> overrides = List.of();

    /** What can be done again. */
    enum Subject {
        FAULTS,
        MEMORY,
        NIGHTLY_FAULTS,
        DCEC_MNIST,
        N2D_MNIST,
        ECG_COMPRESSION,
        RECOMMEND_ML100K;

        String section() {
            return SECTION + "." + this;
        }

        /** As it is given on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    List<String> keys() {
        return List.of(SECTION);
    }

    @Override
    public Integer call() {
        prepareLog();
        List<String> keys =
                overrides.stream()
                        .filter(override -> !isOfRatings(override))
                        .map(override -> subject.section() + "." + override)
                        .toList();
        Configuration configuration = Configuration.load(Optional.empty(), keys);
        Reproduced reproduced =
                switch (subject) {
                    case FAULTS ->
                            Faults.run(
                                    configuration.section(subject.section(), FaultsSettings.class),
                                    Progress::say);
                    case MEMORY -> LargeDataset.run(Progress::say);
                    case NIGHTLY_FAULTS ->
                            NightlyFaults.run(
                                    configuration.section(
                                            subject.section(), NightlyFaultsSettings.class),
                                    Progress::say);
                    case DCEC_MNIST ->
                            ImageClusters.dcec(
                                    configuration.section(subject.section(), SeedsSettings.class),
                                    Progress::say);
                    case N2D_MNIST ->
                            ImageClusters.n2d(
                                    configuration.section(subject.section(), SeedsSettings.class),
                                    Progress::say);
                    case ECG_COMPRESSION -> EcgCompression.run(Progress::say);
                    case RECOMMEND_ML100K ->
                            Recommendations.run(
                                    configuration.section(subject.section(), SeedsSettings.class),
                                    overrides.stream().filter(ReproduceJob::isOfRatings).toList(),
                                    Progress::say);
                };
        print(reproduced.figures());
        return reproduced.asClaimed() ? 0 : 1;
    }

    /** Whether a key says which ratings recommendations are made of. */
    private static boolean isOfRatings(String override) {
        return override.startsWith("ratings.");
    }
}
