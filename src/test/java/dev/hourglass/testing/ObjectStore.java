package dev.hourglass.testing;

import dev.hourglass.reproduce.Checkout;
import dev.hourglass.reproduce.ChildProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** An S3Proxy on this machine, which keeps its objects in memory, with one empty bucket. */
public final class ObjectStore implements AutoCloseable {
    private static final String BUCKET = "hourglass";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final String endpoint;
    private final ChildProcess server;

    private ObjectStore(String endpoint, ChildProcess server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its settings and its log
     */
    public static ObjectStore start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String endpoint = "http://127.0.0.1:" + freePort();
        Path settings =
                Files.write(
                        folder.resolve("s3proxy.conf"),
                        List.of(
                                "s3proxy.endpoint=" + endpoint,
                                "s3proxy.authorization=none",
                                "jclouds.provider=transient",
                                "jclouds.identity=none",
                                "jclouds.credential=none"));
        Path log = folder.resolve("s3proxy.log");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx512m",
                        "-jar",
                        Checkout.root().resolve("target/docker/s3proxy.jar").toString(),
                        "--properties",
                        settings.toString());
        ObjectStore store =
                new ObjectStore(
                        endpoint, ChildProcess.start(command, ChildProcess.SHORT_LIVED, log, log));
        try {
            store.createBucket();
            return store;
        } catch (IOException | InterruptedException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** A location in the bucket. */
    public String location(String path) {
        return "s3a://" + BUCKET + "/" + path;
    }

    /** What Hadoop needs to be told to find it. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("fs.s3a.endpoint", endpoint);
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.access.key", "anybody");
        settings.put("fs.s3a.secret.key", "anything");
        return settings;
    }

    /** The same for code that uses Hadoop without Spark. */
    public Configuration hadoop() {
        Configuration configuration = new Configuration();
        settings().forEach(configuration::set);
        return configuration;
    }

    private void createBucket() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET))
                        .PUT(BodyPublishers.noBody())
                        .build();
        Instant end = Instant.now().plus(START_LIMIT);
        while (true) {
            try {
                int status =
                        HttpClient.newHttpClient()
                                .send(request, BodyHandlers.discarding())
                                .statusCode();
                if (status != 200) {
                    throw new IllegalStateException("no bucket: " + status + "\n" + server.log());
                }
                return;
            } catch (IOException e) {
                if (!server.isAlive() || Instant.now().isAfter(end)) {
                    throw new IOException(server.log(), e);
                }
                Thread.sleep(200);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
