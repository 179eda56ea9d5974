package dev.hourglass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import dev.hourglass.clustering.ClusterSettings;
import dev.hourglass.compression.batch.CompressionSettings;
import dev.hourglass.compression.batch.DecompressionSettings;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.embedding.EmbeddingSettings;
import dev.hourglass.embedding.NightlySettings;
import dev.hourglass.embedding.StreamSettings;
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
import dev.hourglass.network.NetworkSettings;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.recommendation.RecommendSettings;
import dev.hourglass.recommendation.rating.RatingSettings;
import dev.hourglass.report.ReportSettings;
import dev.hourglass.search.SearchSettings;
import dev.hourglass.source.IdxSettings;
import dev.hourglass.source.ImageFolderSettings;
import dev.hourglass.source.RatingsSettings;
import dev.hourglass.source.WfdbSettings;
import dev.hourglass.source.synthetic.EcgsynSettings;
import dev.hourglass.source.synthetic.GlyphsSettings;
import dev.hourglass.training.TrainingSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Holds the documentation and conf/ against the code: links, configuration keys and commands. */
class DocumentationTest {
    private static final Config REFERENCE = ConfigFactory.parseResources("reference.conf");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([a-z][a-z0-9-]*(?:\\.[a-zA-Z0-9-]+)*) ?= ?(.*)");
    private static final Pattern KEY = Pattern.compile("([a-z][a-z0-9-]*)(?:\\.[a-zA-Z0-9-]+)+");
    private static final Pattern COMMAND =
            Pattern.compile("^(?:[A-Z_]+=\\S+ )*jobs/(\\w+)(.*)$", Pattern.MULTILINE);

    /** A script, or a benchmark of JMH, and what it is given. */
    private static final Pattern BENCHMARK =
            Pattern.compile("python3 (\\S+\\.py)(.*)|-Djmh\\.arguments=\"(\\w+)(.*)\"");

    /** An option of a script, or a parameter of a benchmark. */
    private static final Pattern OPTION = Pattern.compile("--([\\w-]+)|-p (\\w+)=");

    /** Keys that are given to a benchmark or a reproduction as to any job. */
    private static final Pattern OF_ALL_JOBS = Pattern.compile("^(bench|ratings)\\.");

    private static final Map<String, Supplier<JobCommand>> JOBS =
            Map.ofEntries(
                    Map.entry("ingest", IngestJob::new),
                    Map.entry("train", TrainJob::new),
                    Map.entry("embed", EmbedJob::new),
                    Map.entry("cluster", ClusterJob::new),
                    Map.entry("assign", AssignJob::new),
                    Map.entry("search", SearchJob::new),
                    Map.entry("recommend", RecommendJob::new),
                    Map.entry("rate", RateJob::new),
                    Map.entry("compress", CompressJob::new),
                    Map.entry("decompress", DecompressJob::new),
                    Map.entry("report", ReportJob::new),
                    Map.entry("run", RunJob::new),
                    Map.entry("demo", RunJob::new),
                    Map.entry("nightly", NightlyJob::new),
                    Map.entry("bench", BenchJob::new),
                    Map.entry("reproduce", ReproduceJob::new));

    private static final Map<String, Class<?>> SOURCES =
            Map.of(
                    "idx", IdxSettings.class,
                    "images", ImageFolderSettings.class,
                    "wfdb", WfdbSettings.class,
                    "ratings", RatingsSettings.class,
                    "ecgsyn", EcgsynSettings.class,
                    "glyphs", GlyphsSettings.class);

    private static final Map<String, Class<?>> SECTIONS =
            Map.ofEntries(
                    Map.entry("ingest", IngestSettings.class),
                    Map.entry("network", NetworkSettings.class),
                    Map.entry("training", TrainingSettings.class),
                    Map.entry("engine", EngineSettings.class),
                    Map.entry("embed", EmbedSettings.class),
                    Map.entry("embedding", EmbeddingSettings.class),
                    Map.entry("nightly", NightlySettings.class),
                    Map.entry("stream", StreamSettings.class),
                    Map.entry("cluster", ClusterSettings.class),
                    Map.entry("search", SearchSettings.class),
                    Map.entry("recommend", RecommendSettings.class),
                    Map.entry("rating", RatingSettings.class),
                    Map.entry("compression", CompressionSettings.class),
                    Map.entry("decompression", DecompressionSettings.class),
                    Map.entry("report", ReportSettings.class));

    @TempDir private Path folder;

    static Stream<Markdown> pages() {
        return Markdown.pages().stream();
    }

    static List<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("conf"))) {
            return files.filter(file -> Files.isRegularFile(file))
                    .filter(DocumentationTest::isHocon)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void linksLeadSomewhere(Markdown page) {
        List<String> dead = new ArrayList<>();
        for (String link : page.links()) {
            URI uri = URI.create(link);
            if (uri.isAbsolute()) {
                continue;
            }
            Path target =
                    uri.getPath().isEmpty()
                            ? page.path()
                            : page.path().resolveSibling(uri.getPath()).normalize();
            boolean found =
                    Files.exists(target)
                            && (uri.getFragment() == null
                                    || Markdown.read(target).anchors().contains(uri.getFragment()));
            if (!found) {
                dead.add(link);
            }
        }
        assertThat(dead).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void configurationKeysExist(Markdown page) {
        List<String> unknown = page.spans().stream().filter(DocumentationTest::isUnknown).toList();
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void commandsAreOnesThatJobsTake(Markdown page) {
        List<String> wrong = new ArrayList<>();
        for (String block : page.code("sh")) {
            Matcher command = COMMAND.matcher(block.replaceAll(" *\\\\\n *", " "));
            while (command.find()) {
                try {
                    parse(command.group(1), command.group(2));
                } catch (Exception | AssertionError e) {
                    wrong.add(command.group() + ": " + e);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void benchmarksExistAndTakeWhatTheyAreGiven(Markdown page) throws IOException {
        for (String block : page.code("sh")) {
            Matcher command = BENCHMARK.matcher(block);
            while (command.find()) {
                boolean script = command.group(1) != null;
                Path file = script ? Path.of(command.group(1)) : benchmark(command.group(3));
                String source = Files.readString(file);
                OPTION.matcher(command.group(script ? 2 : 4))
                        .results()
                        .map(o -> script ? "\"--" + o.group(1) + "\"" : " " + o.group(2) + ";")
                        .forEach(o -> assertThat(source).as(command.group()).contains(o));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void configurationExamplesLoad(Markdown page) throws IOException {
        for (String example : page.code("hocon")) {
            loadWithAllSections(Files.writeString(folder.resolve("example.conf"), example));
        }
    }

    @Test
    void everyJobIsDocumentedInTheReadme() {
        assertThat(Markdown.read(Path.of("README.md")).spans())
                .containsAll(JOBS.keySet().stream().map(job -> "jobs/" + job).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("configurations")
    void everyConfigurationFileLoadsWithAllItsSections(Path file) throws IOException {
        loadWithAllSections(withData(file));
    }

    private static void loadWithAllSections(Path file) {
        Configuration configuration = Configuration.load(Optional.of(file), List.of());
        String source = configuration.common().sourceName().orElseThrow();
        assertThat(SOURCES).containsKey(source);
        configuration.section(source, SOURCES.get(source));
        SECTIONS.forEach(configuration::section);
    }

    private static Path benchmark(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "jmh", "java"))) {
            return files.filter(file -> file.endsWith(name + ".java")).findFirst().orElseThrow();
        }
    }

    private static boolean isHocon(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".conf") && !name.startsWith("spark-");
    }

    private static boolean isUnknown(String code) {
        Matcher assignment = ASSIGNMENT.matcher(code);
        if (assignment.matches()) {
            return !isKey(assignment.group(1));
        }
        Matcher key = KEY.matcher(code);
        return key.matches() && isSection(key.group(1)) && !isKey(code);
    }

    private static boolean isKey(String path) {
        return path.startsWith("spark.") || REFERENCE.hasPathOrNull(path);
    }

    private static boolean isSection(String name) {
        return REFERENCE.root().containsKey(name)
                && REFERENCE.root().get(name).valueType() == ConfigValueType.OBJECT;
    }

    private void parse(String job, String rest) throws IOException {
        assertThat(Path.of("jobs", job)).isExecutable();
        List<String> words =
                new ArrayList<>(Arrays.asList(rest.replaceAll("#.*|'", "").strip().split("\\s+")));
        String name = job.equals("submit") ? words.remove(0) : job;
        // Added to every job by the command line itself.
        words.removeIf(word -> word.isEmpty() || word.equals("--help"));
        CommandLine command =
                new CommandLine(JOBS.get(name).get()).setCaseInsensitiveEnumValuesAllowed(true);
        ParseResult parsed = command.parseArgs(words.toArray(String[]::new));
        Path file = parsed.matchedOptionValue("--conf", null);
        String section = name.equals("reproduce") ? "reproduce." + words.get(0) + "." : "";
        List<String> keys =
                parsed.matchedPositionals().stream()
                        .flatMap(positional -> positional.stringValues().stream())
                        .filter(word -> word.contains("="))
                        .map(word -> word.startsWith("rows=") ? "bench." + word : word)
                        .map(word -> OF_ALL_JOBS.matcher(word).find() ? word : section + word)
                        .toList();
        Optional<Path> withData = file == null ? Optional.empty() : Optional.of(withData(file));
        Configuration.load(withData, keys);
    }

    /** The file with a folder in the place of the environment variable. */
    private Path withData(Path file) throws IOException {
        String text = Files.readString(file).replace("${HOURGLASS_DATA}", "/data");
        return Files.writeString(folder.resolve(file.getFileName()), text);
    }
}
