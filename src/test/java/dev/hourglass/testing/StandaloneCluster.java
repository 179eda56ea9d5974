package dev.hourglass.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A Spark standalone cluster on this machine: a master and workers of one core each, every one a
 * JVM of its own, that start executors as JVMs of their own. They run from Spark's jars alone and
 * see Hourglass only as the jar that is submitted.
 *
 * <p>What they write goes to {@code target/cluster-logs/NAME}. It stays there after {@link #close}
 * until the next cluster of that name: logs, event logs, and each executor's standard error as
 * {@code WORKER/app-…/EXECUTOR/stderr}.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int SHOWN_LOGS = 5;
    private static final Pattern MASTER_URL = Pattern.compile("spark://" + HOST + ":[1-9]\\d*");
    private static final Pattern MASTER_PAGE = Pattern.compile("'MasterUI' on port (\\d+)");

    private final Path home = SparkHome.create();
    private final Path folder;
    private final ChildProcess master;
    private final List<ChildProcess> workers = new ArrayList<>();

    private StandaloneCluster(String name) throws IOException {
        folder = Path.of("target/cluster-logs", name).toAbsolutePath();
        FileUtils.deleteDirectory(folder.toFile());
        Files.createDirectories(events());
        master = daemon("master", "master.Master", List.of());
    }

    /**
     * Starts a cluster and waits until all its workers have registered.
     *
     * @param name of its folder
     * @param workers how many
     */
    public static StandaloneCluster start(String name, int workers) {
        try {
            StandaloneCluster cluster = new StandaloneCluster(name);
            try {
                for (int i = 1; i <= workers; i++) {
                    cluster.addWorker("worker-" + i);
                }
                cluster.awaitWorkers(workers);
                cluster.writeDefaults();
                return cluster;
            } catch (IOException | RuntimeException e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The environment of a machine on which this cluster's Spark is installed: what jobs/submit
     * needs to find it.
     */
    public Map<String, String> clientEnvironment() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("SPARK_CONF_DIR", configuration().toString());
        return environment;
    }

    /** The applications that have ended, in the order in which they were started. */
    public List<SparkApplication> endedApplications() {
        return SparkApplication.readAll(events());
    }

    /** The ends of the logs that were written to last, for the message of a test that fails. */
    public String describeLogs() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("stderr") || file.toString().endsWith(".log"))
                    .sorted(
                            Comparator.comparing((Path file) -> file.toFile().lastModified())
                                    .reversed())
                    .limit(SHOWN_LOGS)
                    .map(ChildProcess::tail)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addWorker(String name) {
        workers.add(
                daemon(
                        name,
                        "worker.Worker",
                        List.of(
                                "--cores",
                                "1",
                                "--memory",
                                "1500m",
                                "--work-dir",
                                folder.resolve(name).toString(),
                                masterUrl())));
    }

    private ChildProcess daemon(String name, String className, List<String> options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "@" + Path.of("conf/jvm.options").toAbsolutePath(),
                                "-Xmx512m",
                                "-cp",
                                home.resolve("jars/*").toString(),
                                "org.apache.spark.deploy." + className,
                                "--host",
                                HOST,
                                "--port",
                                "0",
                                "--webui-port",
                                "0"));
        command.addAll(options);
        Path log = folder.resolve(name + ".log");
        return ChildProcess.start(command, environment(), log, log);
    }

    /** What Spark's own start scripts would set. */
    private Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_DIRS",
                scratch().toString(),
                "SPARK_LOCAL_IP",
                HOST);
    }

    /**
     * The settings that whoever runs a cluster makes for all who use it. Speculation suits others,
     * not Hourglass, which must set it back.
     */
    private void writeDefaults() throws IOException {
        Files.createDirectories(configuration());
        Files.writeString(
                configuration().resolve("spark-defaults.conf"),
                """
                spark.master            %s
                spark.cores.max         %d
                spark.speculation       true
                spark.eventLog.enabled  true
                spark.eventLog.dir      %s
                """
                        .formatted(masterUrl(), workers.size(), events().toUri()));
    }

    private String masterUrl() {
        return await("a master", () -> find(MASTER_URL));
    }

    private Path configuration() {
        return folder.resolve("conf");
    }

    private Path events() {
        return folder.resolve("events");
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    private void awaitWorkers(int count) {
        String port = await("a master's page", () -> find(MASTER_PAGE));
        await(count + " workers", () -> aliveWorkers(port).filter(alive -> alive == count));
    }

    private static Optional<Integer> aliveWorkers(String port) {
        try {
            URL state = new URL("http", HOST, Integer.parseInt(port), "/json/");
            return Optional.of(new ObjectMapper().readTree(state).path("aliveworkers").asInt());
        } catch (IOException e) {
            // The port is open before the page is served.
            return Optional.empty();
        }
    }

    private Optional<String> find(Pattern pattern) {
        Matcher matcher = pattern.matcher(master.log());
        return matcher.find() ? Optional.of(matcher.group(matcher.groupCount())) : Optional.empty();
    }

    private <T> T await(String what, Supplier<Optional<T>> look) {
        Instant end = Instant.now().plus(START_LIMIT);
        while (Instant.now().isBefore(end) && daemons().allMatch(ChildProcess::isAlive)) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        throw new IllegalStateException("The cluster has not got " + what + "\n" + describeLogs());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cluster started", e);
        }
    }

    private Stream<ChildProcess> daemons() {
        return Stream.concat(Stream.of(master), workers.stream());
    }

    /** Ends all JVMs of the cluster. */
    @Override
    public void close() {
        workers.forEach(ChildProcess::close);
        master.close();
        try {
            FileUtils.deleteDirectory(scratch().toFile());
            deleteJars();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every executor was sent a copy of the cluster jar. */
    private void deleteJars() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.delete(jar);
            }
        }
    }
}
