package dev.hourglass;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.job.AssignJob;
import dev.hourglass.job.BenchJob;
import dev.hourglass.job.ClusterJob;
import dev.hourglass.job.CompressJob;
import dev.hourglass.job.DecompressJob;
import dev.hourglass.job.EmbedJob;
import dev.hourglass.job.IngestJob;
import dev.hourglass.job.JobCommand;
import dev.hourglass.job.NightlyJob;
import dev.hourglass.job.RateJob;
import dev.hourglass.job.RecommendJob;
import dev.hourglass.job.ReportJob;
import dev.hourglass.job.ReproduceJob;
import dev.hourglass.job.RunJob;
import dev.hourglass.job.SearchJob;
import dev.hourglass.job.TrainJob;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.WordUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: one subcommand a job. */
@Command(
        name = "hourglass",
        customSynopsis = "jobs/JOB [--conf=FILE] [--debug] [key=value...]",
        description = "Trains autoencoders on Spark and writes their embeddings to Parquet.",
        commandListHeading = "Jobs, each with its keys under jobs/JOB --help:%n",
        footer = "%nExample:%n  jobs/run --conf conf/demo.conf training.epochs=5")
public final class Hourglass {
    private static final int WIDTH = 80;
    private static final String KEYS_SECTION = "configurationKeys";

    private Hourglass() {}

    /** Runs a job and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Interruption.watch();
        int exitCode = run(arguments);
        Interruption.unwatch();
        System.exit(exitCode);
    }

    /**
     * Runs a job.
     *
     * @return 0 done, 1 failed, 2 usage or configuration, 3 data
     */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Hourglass());
        for (JobCommand job :
                List.of(
                        new IngestJob(),
                        new TrainJob(),
                        new EmbedJob(),
                        new NightlyJob(),
                        new ClusterJob(),
                        new AssignJob(),
                        new SearchJob(),
                        new RecommendJob(),
                        new RateJob(),
                        new CompressJob(),
                        new DecompressJob(),
                        new ReportJob(),
                        new RunJob(),
                        new BenchJob(),
                        new ReproduceJob())) {
            commandLine.addSubcommand(withKeys(new CommandLine(job), job));
        }
        commandLine.getSubcommands().values().forEach(Hourglass::addHelp);
        addHelp(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler(Hourglass::usageError)
                .setExecutionExceptionHandler(Hourglass::failure)
                .setExecutionStrategy(Hourglass::execute);
    }

    /** Shows the configuration keys a job reads between its options and its example. */
    private static CommandLine withKeys(CommandLine commandLine, JobCommand job) {
        List<String> sections = new ArrayList<>(commandLine.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), KEYS_SECTION);
        commandLine.setHelpSectionKeys(sections);
        commandLine
                .getHelpSectionMap()
                .put(
                        KEYS_SECTION,
                        (Help help) -> "\nKeys, with their defaults:\n" + wrap(job.describeKeys()));
        return commandLine;
    }

    private static String wrap(String text) {
        return text.lines().map(Hourglass::wrapLine).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String wrapLine(String line) {
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        return indent + WordUtils.wrap(line.strip(), WIDTH - indent.length(), "\n" + indent, false);
    }

    private static void addHelp(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help and end.")
                                .build());
    }

    private static int execute(ParseResult parsed) {
        CommandLine commandLine = parsed.commandSpec().commandLine();
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
            throw new ParameterException(commandLine, "No job was named");
        }
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            // picocli hands on exceptions only; a user is told in the same way of memory that ran
            // out, of a class that is missing, and of a full disk, which to Hadoop is an error.
            CommandLine job = parsed.subcommand().commandSpec().commandLine();
            throw new ExecutionException(job, "The job failed", e);
        }
    }

    private static int usageError(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        String job =
                commandLine.getCommand() instanceof JobCommand
                        ? "jobs/" + commandLine.getCommandName()
                        : "jobs/JOB";
        print(
                commandLine.getErr(),
                new HourglassException(
                        ErrorCode.USAGE,
                        what(e),
                        "command line of " + job,
                        suggestion(e) + "see " + job.replace("JOB", "submit") + " --help"));
        return ErrorCode.USAGE.exitCode();
    }

    private static String what(ParameterException e) {
        boolean unknownJob =
                e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !(e.getCommandLine().getCommand() instanceof JobCommand);
        return unknownJob
                ? "There is no job " + ((UnmatchedArgumentException) e).getUnmatched().get(0)
                : e.getMessage().replaceFirst("^Error: ", "");
    }

    private static String suggestion(ParameterException e) {
        List<String> nearest =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        return nearest.isEmpty() ? "" : "did you mean " + nearest.get(0) + "? ";
    }

    private static int failure(Exception e, CommandLine commandLine, ParseResult parsed) {
        HourglassException known = Failures.explain(e);
        if (Interruption.happened()) {
            return known.code().exitCode();
        }
        PrintWriter err = commandLine.getErr();
        print(err, known);
        if (commandLine.getCommand() instanceof JobCommand job && job.debug()) {
            e.printStackTrace(err);
        }
        return known.code().exitCode();
    }

    private static void print(PrintWriter err, HourglassException e) {
        err.println("error: " + e.what());
        err.println("  where: " + e.where());
        err.println("  mend:  " + e.mend());
    }
}
