package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.reproduce.ChildProcess;
import dev.hourglass.reproduce.StandaloneCluster;
import dev.hourglass.store.Store;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.SparkApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline on a Spark cluster of two workers, from the cluster jar and the scripts in {@code
 * jobs/}, against the same pipeline in one local JVM.
 *
 * <p>Both must give the same bits: shards and seeds are fixed, each task has one native thread, and
 * a sum of two workers' weights does not depend on their order.
 */
@ExtendWith(SharedSpark.class)
class ClusterIT {
    private static final String NAME = "digits";

    private static final String EXPERIMENT =
            """
            name = digits
            source = glyphs
            glyphs {
              count = 400
              width = 16
              height = 16
            }
            ingest.shards = 2
            network {
              bottleneck = 4
              dense.widths = [64]
            }
            training {
              epochs = 2
              batch = 16
              local-steps = 5
            }
            embed.date = 2026-01-31
            cluster {
              k = 4
              restarts = 1
              max-iterations = 10
            }
            """;

    /** Speculation suits others who use a cluster, not Hourglass, which must set it back. */
    private static final StandaloneCluster.Shape CLUSTER =
            new StandaloneCluster.Shape(
                    2, 1, "1500m", Map.of("spark.speculation", "true"), ChildProcess.SHORT_LIVED);

    private static StandaloneCluster cluster;
    private static Path folder;
    private static Path experiment;
    private static Path sparkSettings;
    private static Map<String, JobProcess> onCluster;
    private static JobProcess inOneJvm;

    @BeforeAll
    static void runPipelines(@TempDir Path temporary) throws IOException {
        folder = temporary;
        experiment = Files.writeString(folder.resolve("digits.conf"), EXPERIMENT);
        sparkSettings = Files.write(folder.resolve("spark.conf"), StandaloneCluster.SMALL_JOBS);
        cluster = StandaloneCluster.start(Path.of("target/cluster-logs/ClusterIT"), CLUSTER);
        onCluster = new LinkedHashMap<>();
        for (String job : List.of("ingest", "train", "embed")) {
            onCluster.put(job, runOnCluster(job));
        }
        inOneJvm = run(Map.of(), "run", "local", "spark.master=\"local[2]\"");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyJobEndsWithOneJsonObjectOnStandardOutput() {
        onCluster.forEach(
                (job, process) -> {
                    assertThat(process.output()).as(process.errors()).hasSize(1);
                    assertThat(process.summary().path("job").asText()).isEqualTo(job);
                });
    }

    @Test
    void bothExecutorsWorkOnEveryJob() {
        List<SparkApplication> applications =
                SparkApplication.readAll(cluster.eventLogs()).subList(0, onCluster.size());
        assertThat(applications)
                .extracting(SparkApplication::name)
                .containsExactly(
                        "hourglass ingest digits",
                        "hourglass train digits",
                        "hourglass embed digits");
        assertThat(applications)
                .extracting(SparkApplication::executors)
                .containsOnly(Set.of("0", "1"));
    }

    @Test
    void settingsOfTheUserWinOverHourglassAndThoseOverTheCluster() {
        Map<String, String> settings =
                SparkApplication.readAll(cluster.eventLogs()).get(0).settings();
        assertThat(settings)
                .containsEntry("spark.cores.max", "2")
                .containsEntry("spark.speculation", "false")
                .containsEntry("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .containsEntry("spark.executor.memory", "1g");
    }

    @Test
    void theClusterMakesTheSameDatasetAsOneJvm() {
        assertThat(dataset("cluster").manifest().fingerprint())
                .isEqualTo(dataset("local").manifest().fingerprint());
        assertThat(dataset("cluster").manifest().counts())
                .isEqualTo(dataset("local").manifest().counts());
    }

    @Test
    void theClusterTrainsTheSameModelAsOneJvm() {
        ModelManifest fromCluster = model("cluster");
        ModelManifest fromOneJvm = model("local");
        assertThat(fromCluster.metrics()).isEqualTo(fromOneJvm.metrics());
        assertThat(weights("cluster", fromCluster)).isEqualTo(weights("local", fromOneJvm));
    }

    @Test
    void theClusterWritesTheSameEmbeddingsAsOneJvm(SparkSession spark) {
        List<Row> fromCluster = embeddings(spark, onCluster.get("embed"));
        assertThat(fromCluster).hasSize(400).isEqualTo(embeddings(spark, inOneJvm));
    }

    @Test
    void aRunFindsFinishedStepsDoneAndDoesTheRest() throws IOException {
        Map<Path, FileTime> before = writtenTimes();
        JobProcess run = runOnCluster("run");
        assertThat(writtenTimes()).isEqualTo(before);
        for (String job : onCluster.keySet()) {
            assertThat(run.errors()).containsPattern(job + ": .* is there already");
        }
        assertThat(Path.of(URI.create(run.summary().path("report").asText()))).exists();
    }

    private static JobProcess runOnCluster(String job) {
        Map<String, String> environment = new HashMap<>(cluster.clientEnvironment());
        environment.put("HOURGLASS_SPARK_CONF", sparkSettings.toString());
        return run(environment, job, "cluster");
    }

    private static JobProcess run(
            Map<String, String> environment, String job, String store, String... overrides) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(arguments, "--conf", experiment.toString());
        Collections.addAll(arguments, "store=" + folder.resolve(store));
        Collections.addAll(arguments, overrides);
        JobProcess process = JobProcess.run(folder.resolve("output"), environment, job, arguments);
        assertThat(process.exitCode())
                .as(() -> "jobs/" + job + "\n" + process.errors() + "\n" + cluster.describeLogs())
                .isZero();
        return process;
    }

    private static Store store(String name) {
        return Store.open(folder.resolve(name).toString(), new Configuration());
    }

    private static TensorDataset dataset(String store) {
        return TensorDataset.open(store(store), NAME);
    }

    private static ModelManifest model(String store) {
        return new ModelStore(store(store)).newest(NAME).orElseThrow();
    }

    private static float[] weights(String store, ModelManifest model) {
        try (Autoencoder autoencoder = new ModelStore(store(store)).load(model)) {
            return autoencoder.parameters();
        }
    }

    private static List<Row> embeddings(SparkSession spark, JobProcess process) {
        String path = process.summary().path("embeddings").asText();
        return spark.read().parquet(path).orderBy(EmbeddingTable.ID).collectAsList();
    }

    /** When everything was written that ingest, train and embed publish. */
    private static Map<Path, FileTime> writtenTimes() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        for (String part : List.of("datasets", "models", "embeddings")) {
            try (Stream<Path> paths = Files.walk(folder.resolve("cluster").resolve(part))) {
                for (Path path : paths.toList()) {
                    times.put(path, Files.getLastModifiedTime(path));
                }
            }
        }
        return times;
    }
}
