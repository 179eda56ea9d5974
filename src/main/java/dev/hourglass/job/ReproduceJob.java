package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.reproduce.Faults;
import dev.hourglass.reproduce.FaultsSettings;
import dev.hourglass.reproduce.Reproduced;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobs/reproduce}. */
@Command(
        name = "reproduce",
        customSynopsis = "jobs/reproduce faults [--debug] [key=value...]",
        description =
                "Does again what the documentation claims, prints the figures as one JSON object, and"
                        + " fails where they are not as claimed. Leave the sources alone meanwhile:"
                        + " jobs build themselves anew where these have changed.",
        footer = "%nExample:%n  jobs/reproduce faults runs=6")
public final class ReproduceJob extends JobCommand {
    private static final String SECTION = "reproduce";

    @Parameters(index = "0", paramLabel = "NAME", description = "What is done again: faults.")
    private Subject subject;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Keys of the subject, without the name of its section.")
    private List<String> overrides = List.of();

    /** What can be done again. */
    enum Subject {
        FAULTS;

        String section() {
            return SECTION + "." + name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    List<String> keys() {
        return List.of(SECTION);
    }

    @Override
    public Integer call() {
        prepareLog();
        Reproduced reproduced =
                switch (subject) {
                    case FAULTS -> Faults.run(settings(FaultsSettings.class), Progress::say);
                };
        print(reproduced.figures());
        return reproduced.asClaimed() ? 0 : 1;
    }

    private <T> T settings(Class<T> type) {
        List<String> keys =
                overrides.stream().map(override -> subject.section() + "." + override).toList();
        return Configuration.load(Optional.empty(), keys).section(subject.section(), type);
    }
}
