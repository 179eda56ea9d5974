package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.reproduce.ChildProcess;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.reproduce.StandaloneCluster;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SparkApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training on a cluster whose connections are authenticated and encrypted, as operations.md says.
 */
class SecuredClusterIT {
    private static final String SECRET = UUID.randomUUID().toString();

    private static final StandaloneCluster.Shape SECURED =
            new StandaloneCluster.Shape(
                    1,
                    2,
                    "1500m",
                    Map.of(
                            "spark.authenticate", "true",
                            "spark.authenticate.secret", SECRET,
                            "spark.network.crypto.enabled", "true",
                            "spark.network.crypto.saslFallback", "false"),
                    ChildProcess.SHORT_LIVED);

    @TempDir private static Path folder;

    private static StandaloneCluster cluster;
    private static JobProcess trained;
    private static JobProcess refused;

    @BeforeAll
    static void trainWithTheSecretAndWithout() throws IOException {
        Path settings = Files.write(folder.resolve("spark.conf"), StandaloneCluster.SMALL_JOBS);
        Map<String, String> environment = new HashMap<>();
        environment.put("HOURGLASS_SPARK_CONF", settings.toString());
        JobProcess.runHere("ingest", arguments()).assertDone();
        cluster = StandaloneCluster.start(Path.of("target/cluster-logs/SecuredClusterIT"), SECURED);
        environment.putAll(cluster.clientEnvironment());
        // Whoever is refused tries for a minute.
        try (RunningJob stranger =
                start("stranger", withoutSecret(environment), arguments("seed=7"))) {
            // Given on the command line too, it is part of the configuration that is stored.
            trained =
                    JobProcess.run(
                            folder.resolve("trained"),
                            environment,
                            "train",
                            arguments("spark.authenticate.secret=" + SECRET));
            refused = JobProcess.of(stranger.end());
        }
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whoHasTheSecretTrains() {
        assertThat(trained.exitCode()).as(() -> trained.errors() + cluster.describeLogs()).isZero();
        List<SparkApplication> applications = SparkApplication.readAll(cluster.eventLogs());
        assertThat(applications).hasSize(1);
        assertThat(applications.get(0).executors()).containsExactly("0");
        assertThat(applications.get(0).settings())
                .containsEntry("spark.authenticate", "true")
                .containsEntry("spark.network.crypto.enabled", "true")
                .hasEntrySatisfying(
                        "spark.authenticate.secret",
                        value -> assertThat(value).contains("redacted"));
    }

    @Test
    void whoHasNotIsRefused() {
        refused.assertFailed(
                ErrorCode.INTERNAL,
                "Spark has ended the application",
                "stopped SparkContext",
                "spark.authenticate.secret");
    }

    @Test
    void theSecretIsInNoLogAndNotWithTheRun() throws IOException {
        List<Path> files = new ArrayList<>(files(folder));
        files.addAll(files(Path.of("target/cluster-logs/SecuredClusterIT")));
        assertThat(files)
                .anyMatch(file -> file.endsWith("config.conf"))
                .anyMatch(file -> file.endsWith("stderr"))
                .anyMatch(file -> file.endsWith("worker-1.log"));
        assertThat(files)
                .filteredOn(SecuredClusterIT::holdsTheSecret)
                .allMatch(file -> file.endsWith("conf/spark-defaults.conf"));
    }

    @Test
    void onlyItsOwnerReadsTheSettingsThatAJobIsStartedWith() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> settings =
                    files.filter(file -> file.getFileName().toString().endsWith(".conf"))
                            .filter(SecuredClusterIT::holdsTheSecret)
                            .toList();
            assertThat(settings).hasSize(1);
            assertThat(Files.getPosixFilePermissions(settings.get(0)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static RunningJob start(
            String name, Map<String, String> environment, List<String> arguments) {
        return JobProcess.start(folder.resolve(name), environment, List.of(), "train", arguments);
    }

    /** The environment of a client that knows where the master is, and nothing else. */
    private static Map<String, String> withoutSecret(Map<String, String> environment)
            throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("spark-defaults.conf"), "spark.master " + cluster.masterUrl() + "\n");
        Map<String, String> changed = new HashMap<>(environment);
        changed.put("SPARK_CONF_DIR", conf.toString());
        return changed;
    }

    private static List<String> arguments(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "name=secured",
                                "source=glyphs",
                                "glyphs.count=200",
                                "glyphs.width=8",
                                "glyphs.height=8",
                                "ingest.shards=2",
                                "network.dense.widths=[16]",
                                "training.epochs=2",
                                "training.batch=16",
                                "store=" + folder.resolve("store")));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> Files.isRegularFile(path))
                    .filter(path -> !path.toString().endsWith(".jar"))
                    .toList();
        }
    }

    private static boolean holdsTheSecret(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
