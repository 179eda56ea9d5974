package dev.hourglass.job;

import dev.hourglass.bench.EngineBenchmark;
import dev.hourglass.config.Configuration;
import dev.hourglass.network.engine.EngineSettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobs/bench}. */
@Command(
        name = "bench",
        customSynopsis = "jobs/bench engine [--debug] [key=value...]",
        description =
                "Measures how many samples a second the engine trains and encodes on this machine, and"
                        + " prints one JSON object a line for each network and number of cores.",
        footer = "%nExample:%n  jobs/bench engine engine.precision=bf16")
public final class BenchJob extends JobCommand {
    @Parameters(index = "0", paramLabel = "engine", description = "What is measured.")
    private Subject subject;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Configuration keys.")
    private List<String> overrides = List.of();

    /** What can be measured. */
    enum Subject {
        ENGINE
    }

    @Override
    List<String> keys() {
        return List.of("engine");
    }

    @Override
    public Integer call() {
        prepareLog();
        EngineSettings settings =
                Configuration.load(Optional.empty(), overrides)
                        .section("engine", EngineSettings.class);
        EngineBenchmark.run(settings, JobCommand::print, Progress::say);
        return 0;
    }
}
