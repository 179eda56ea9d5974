package dev.hourglass.reproduce;

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
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A Spark standalone cluster on this machine: a master and workers, every one a JVM of its own,
 * that start executors as JVMs of their own. They run from the jars that Maven has of Spark and see
 * Hourglass only as the jar that is submitted. Workers and executors can be killed.
 *
 * <p>What they write goes to a folder that stays there after {@link #close}, until the next cluster
 * of the same folder: logs, event logs, and each executor's standard error as {@code
 * WORKER/app-…/EXECUTOR/stderr}.
 */
public final class StandaloneCluster implements AutoCloseable {
    /**
     * Spark settings of jobs on little data, as lines of a file: several executors and drivers have
     * room on one machine.
     */
    public static final List<String> SMALL_JOBS =
            List.of(
                    "spark.driver.memory              1g",
                    "spark.executor.memory            1g",
                    "spark.sql.shuffle.partitions     4",
                    "spark.executor.extraJavaOptions  -Djava.awt.headless=true"
                            + " -Dorg.bytedeco.javacpp.maxbytes=512m"
                            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=3g");

    private static final String HOST = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int SHOWN_LOGS = 5;
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    private static final Pattern MASTER_URL = Pattern.compile("spark://" + HOST + ":[1-9]\\d*");
    private static final Pattern MASTER_PAGE = Pattern.compile("'MasterUI' on port (\\d+)");

    private final Shape shape;
    private final Path folder;
    private final Path home;
    private final ChildProcess master;
    private final List<ChildProcess> workers = new ArrayList<>();

    /** Those that were started, killed ones too: each has a name of its own. */
    private int workersEver;

    /**
     * What a cluster is made of.
     *
     * @param workers how many
     * @param cores of each worker
     * @param memory of each worker's executors, as Spark writes it: {@code 1500m}
     * @param settings Spark settings that whoever runs the cluster makes for its daemons and for
     *     all who use it
     * @param environment of master, workers and executors, beside this JVM's own
     */
    public record Shape(
            int workers,
            int cores,
            String memory,
            Map<String, String> settings,
            Map<String, String> environment) {
        public Shape {
            settings = Map.copyOf(settings);
            environment = Map.copyOf(environment);
        }
    }

    private StandaloneCluster(Path folder, Shape shape) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.shape = shape;
        FileUtils.deleteDirectory(this.folder.toFile());
        Files.createDirectories(eventLogs());
        home = SparkHome.create(this.folder.resolve("spark-home"));
        writeSettings(shape.settings());
        master = daemon("master", "master.Master", List.of());
    }

    /**
     * Starts a cluster and waits until all its workers have registered.
     *
     * @param folder what is in it is deleted
     */
    public static StandaloneCluster start(Path folder, Shape shape) {
        try {
            StandaloneCluster cluster = new StandaloneCluster(folder, shape);
            try {
                for (int i = 0; i < shape.workers(); i++) {
                    cluster.addWorker();
                }
                cluster.awaitWorkers();
                cluster.writeSettings(cluster.clientSettings());
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
        return daemonEnvironment();
    }

    /**
     * The same, for jobs whose Spark settings are these.
     *
     * @param settings lines of a file for {@code HOURGLASS_SPARK_CONF}, which is written to the
     *     cluster's folder
     */
    public Map<String, String> clientEnvironment(List<String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(clientEnvironment());
        Path file = Files.write(folder.resolve("client.conf"), settings);
        environment.put("HOURGLASS_SPARK_CONF", file.toString());
        return environment;
    }

    /** Where Spark's master is: {@code spark://127.0.0.1:PORT}. */
    public String masterUrl() {
        return await("a master", () -> find(MASTER_URL));
    }

    /** The JVMs of the executors that there are at the moment. */
    public List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(ChildProcess::descendants)
                .filter(StandaloneCluster::isExecutor)
                .toList();
    }

    /**
     * Ends one of the executors by SIGKILL; its worker starts another in its place.
     *
     * @param random chooses it
     * @return whether there was one
     */
    public boolean killExecutor(RandomGenerator random) {
        List<ProcessHandle> executors = executors();
        return !executors.isEmpty()
                && executors.get(random.nextInt(executors.size())).destroyForcibly();
    }

    /**
     * Ends one of the workers and its executors by SIGKILL, as when a machine is lost.
     *
     * @param random chooses it
     */
    public void killWorker(RandomGenerator random) {
        workers.remove(random.nextInt(workers.size())).kill();
    }

    /** Starts one more worker, without waiting until it has registered. */
    public void addWorker() {
        workersEver++;
        String name = "worker-" + workersEver;
        workers.add(
                daemon(
                        name,
                        "worker.Worker",
                        List.of(
                                "--cores",
                                Integer.toString(shape.cores()),
                                "--memory",
                                shape.memory(),
                                "--work-dir",
                                folder.resolve(name).toString(),
                                masterUrl())));
    }

    /** Waits until the master knows the workers that are there, and no others. */
    public void awaitWorkers() {
        String port = await("a master's page", () -> find(MASTER_PAGE));
        int count = workers.size();
        await(count + " workers", () -> aliveWorkers(port).filter(alive -> alive == count));
    }

    /** The folder of the event logs of the applications that ran on this cluster. */
    public Path eventLogs() {
        return folder.resolve("events");
    }

    /** The ends of the logs that were written to last, for the message of a failure. */
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

    private static boolean isExecutor(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains(EXECUTOR)).isPresent();
    }

    private ChildProcess daemon(String name, String className, List<String> options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "@" + Checkout.root().resolve("conf/jvm.options"),
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
        Map<String, String> environment = new HashMap<>(daemonEnvironment());
        environment.putAll(shape.environment());
        Path log = folder.resolve(name + ".log");
        return ChildProcess.start(command, environment, log, log);
    }

    /** What Spark's own start scripts would set. */
    private Map<String, String> daemonEnvironment() {
        return Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_CONF_DIR",
                configuration().toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_DIRS",
                scratch().toString(),
                "SPARK_LOCAL_IP",
                HOST);
    }

    private Map<String, String> clientSettings() {
        Map<String, String> settings = new TreeMap<>(shape.settings());
        settings.put("spark.master", masterUrl());
        settings.put("spark.cores.max", Integer.toString(shape.workers() * shape.cores()));
        settings.put("spark.eventLog.enabled", "true");
        settings.put("spark.eventLog.dir", eventLogs().toUri().toString());
        return settings;
    }

    private void writeSettings(Map<String, String> settings) throws IOException {
        Files.createDirectories(configuration());
        List<String> lines =
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .toList();
        Files.write(configuration().resolve("spark-defaults.conf"), lines);
    }

    private Path configuration() {
        return folder.resolve("conf");
    }

    private Path scratch() {
        return folder.resolve("scratch");
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
            RunningJob.pause(POLL_INTERVAL);
        }
        throw new IllegalStateException("The cluster has not got " + what + "\n" + describeLogs());
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
            FileUtils.deleteDirectory(home.toFile());
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
