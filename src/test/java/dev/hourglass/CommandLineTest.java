package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** What the command line says before Spark is needed. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> jobs() {
        return Hourglass.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void everyJobExplainsItselfIn80Columns(String job) {
        assertThat(run(job, "--help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: jobs/" + job + " ")
                .contains("--debug", "\nKeys, with their defaults:\n", "\nExample:\n");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(Path.of("jobs", job)).isExecutable();
    }

    @Test
    void theHelpOfAllJobsListsThemWithAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("jobs/JOB --help", "\nExample:\n");
        assertThat(jobs()).allMatch(job -> out.toString().contains("  " + job + " "));
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void keysThatShareACommentStandOverIt() {
        run("ingest", "--help");
        assertThat(out.toString())
                .contains(
                        """
                          images.width = 64
                          images.height = 64
                              Size every image is brought to. Pixels, 1 to 4096.
                        """);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theExamplesCanBeTypedAsTheyStand(String job) throws IOException {
        run(job, "--help");
        String help = out.toString();
        List<String> words =
                List.of(help.substring(help.indexOf("Example:\n") + 9).strip().split(" "));
        String variables = String.join(" ", words.subList(0, words.indexOf("jobs/" + job)));
        String[] arguments =
                words.subList(words.indexOf("jobs/" + job), words.size()).toArray(String[]::new);
        arguments[0] = job;

        ParseResult parsed = Hourglass.commandLine().parseArgs(arguments).subcommand();
        Path file = parsed.matchedOptionValue("--conf", null);
        if (file != null) {
            assertThat(Files.readString(file).contains("${HOURGLASS_DATA}"))
                    .isEqualTo(variables.startsWith("HOURGLASS_DATA="));
        }
        String section = job.equals("reproduce") ? "reproduce." + arguments[1] + "." : "";
        Configuration.load(
                Optional.empty(),
                Arrays.stream(arguments)
                        .filter(word -> word.matches("[a-z.-]+=.*"))
                        .map(word -> section + word)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | No job was named | command line of jobs/JOB | see jobs/submit --help",
                "trian | There is no job trian | command line | did you mean train?",
                "ingest --overwite | Unknown option: '--overwite' | jobs/ingest | mean --overwrite?",
                "bench speed | expected one of [ | jobs/bench | see jobs/bench --help",
                "reproduce speed | recommend-ml100k] | jobs/reproduce | reproduce --help",
                "reproduce faults runs=0 | 0 is out | reproduce.faults.runs | from 1 to 10000",
                "reproduce faults run=1 | reproduce.faults.run | command | reproduce.faults.runs?",
                "train -x | Unknown option: '-x' | command line of jobs/train | see jobs/train --help",
                "train --conf | Missing required parameter | jobs/train | see jobs/train --help",
                "train --conf no.conf | no configuration file | --conf no.conf | HOCON file",
                "train epochs | not of the form key=value | \"epochs\" | training.epochs=5",
                "train training.epohcs=3 | training.epohcs | command line | mean training.epochs?",
                "train epochs=3 | key epochs | command line | did you mean training.epochs?",
                "train batch=3 | key batch | command line | bench or cluster.dcec.batch or embed.batch or",
                "train seed=1 | name is not set | name | --conf conf/mnist.conf",
                "train name=../x | not usable | name = ../x | lower-case letters",
                "ingest name=x | source is not set | source | idx, images, wfdb, ratings, ecgsyn or glyphs",
                "ingest name=x source=cd | no source of this name | source = cd | choose idx",
                "train name=x training.epochs=0 | 0 is out | training.epochs | from 1 to 100000",
                "train name=x training.epochs=a | cannot be used | training.epochs | --help",
                "run name=x source=glyphs report.samples=0 | 0 is out | report.samples | 1 to 100",
                "search name=x search.k=0 | 0 is out | search.k | from 1 to 1000",
                "search name=x search.metric=l2 | cannot be used | cosine, inner-product, euclidean | help",
                "recommend name=x ratings.path=x recommend.k=0 | 0 is out | recommend.k | from 1 to 1000",
                "recommend name=x ratings.path=x recommend.baselines=[slim] | cannot be used | popularity, ease, als | help",
                "search name=x search.m=1 | 1 is out | search.m | from 2 to 512",
                "compress name=x | no folder of WFDB records | compression.path | or wfdb.path",
                "compress name=x compression.overlap=3 | 3 is out | compression.overlap | an even number",
                "compress name=x compression.bits=0 | 0 is out | compression.bits | above 0, to 100",
                "compress name=x compression.bits=1 compression.target-prdn=9 | one rate | bits | one of",
                "compress name=x engine.precision=bf16 | bfloat16 | engine.precision | =float32",
                "decompress name=x compression.max-prdn=-1 | -1 is out | compression.max-prdn | from 0",
                "embed name=x --stream | No folder is set | stream.input | stream.input=/data/incoming",
                "embed name=x --stream stream.format=csv | cannot be used | parquet, json | --help",
                "embed name=x --stream stream.max-files=0 | 0 is out | stream.max-files | 1 to 1000000",
                "embed name=x --once | error: Missing required argument(s): --stream | embed | embed --help",
                "embed name=x embed.date=today | calendar | embed.date = today | YYYY-MM-DD"
            })
    void aMistakeIsToldInThreeParts(String line, String what, String where, String mend) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        List<String> lines = err.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("error: ").contains(what);
        assertThat(lines.get(1)).startsWith("  where: ").contains(where);
        assertThat(lines.get(2)).startsWith("  mend:  ").contains(mend);
    }

    @Test
    void onlyDebugShowsWhereInTheCodeAMistakeWasFound() {
        run("train", "name=X");
        assertThat(err.toString()).doesNotContain("\tat ");
        run("train", "--debug", "name=X");
        assertThat(err.toString()).contains("\tat dev.hourglass.config.");
    }

    private int run(String... arguments) {
        return Hourglass.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
