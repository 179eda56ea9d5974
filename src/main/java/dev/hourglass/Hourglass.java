package dev.hourglass;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.job.ClusterJob;
import dev.hourglass.job.EmbedJob;
import dev.hourglass.job.IngestJob;
import dev.hourglass.job.Job;
import dev.hourglass.job.ReportJob;
import dev.hourglass.job.RunJob;
import dev.hourglass.job.TrainJob;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: one subcommand a job. */
@Command(
        name = "hourglass",
        description = "Trains autoencoders on Spark and writes their embeddings to Parquet.")
public final class Hourglass {
    private static final int WIDTH = 80;
    private static final String KEYS_SECTION = "configurationKeys";

    private Hourglass() {}

    /** Runs a job and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /**
     * Runs a job.
     *
     * @return 0 done, 1 failed, 2 usage or configuration, 3 data
     */
    public static int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new Hourglass());
        for (Job job :
                List.of(
                        new IngestJob(),
                        new TrainJob(),
                        new EmbedJob(),
                        new ClusterJob(),
                        new ReportJob(),
                        new RunJob())) {
            commandLine.addSubcommand(withKeys(new CommandLine(job), job));
        }
        commandLine.getSubcommands().values().forEach(Hourglass::addHelp);
        addHelp(commandLine);
        return commandLine
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler(Hourglass::usageError)
                .setExecutionExceptionHandler(Hourglass::failure)
                .setExecutionStrategy(Hourglass::execute)
                .execute(arguments);
    }

    private static int execute(ParseResult parsed) {
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), "No job was named");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void addHelp(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help and end.")
                                .build());
    }

    /** Shows the configuration keys a job reads between its options and its example. */
    private static CommandLine withKeys(CommandLine commandLine, Job job) {
        List<String> sections = new java.util.ArrayList<>(commandLine.getHelpSectionKeys());
        sections.add(
                sections.indexOf(CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING),
                KEYS_SECTION);
        commandLine.setHelpSectionKeys(sections);
        commandLine
                .getHelpSectionMap()
                .put(
                        KEYS_SECTION,
                        (Help help) -> "\nKeys, with their defaults:\n" + wrap(job.describeKeys()));
        return commandLine;
    }

    private static String wrap(String text) {
        return text.lines()
                .map(line -> line.length() <= WIDTH ? line : wrapLine(line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String wrapLine(String line) {
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        return indent
                + org.apache.commons.text.WordUtils.wrap(
                        line.strip(), WIDTH - indent.length(), "\n" + indent, false);
    }

    private static int usageError(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        print(
                err,
                new HourglassException(
                        ErrorCode.USAGE,
                        e.getMessage(),
                        "command line of " + command,
                        "see " + command.replace("hourglass ", "jobs/") + " --help"));
        return ErrorCode.USAGE.exitCode();
    }

    private static int failure(Exception e, CommandLine commandLine, ParseResult parsed) {
        HourglassException known = Failures.explain(e);
        print(commandLine.getErr(), known);
        if (commandLine.getCommand() instanceof Job job && job.debug()) {
            e.printStackTrace(commandLine.getErr());
        }
        return known.code().exitCode();
    }

    private static void print(PrintWriter err, HourglassException e) {
        err.println("error: " + e.what());
        err.println("  where: " + e.where());
        err.println("  mend:  " + e.mend());
    }
}
