package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job's web page under TLS, by the settings that operations.md gives. */
class SecuredPagesIT {
    private static final String PASSWORD = UUID.randomUUID().toString();

    @TempDir private Path folder;

    @Test
    void thePageOfAJobSpeaksTlsAndPlainRequestsAreSentThere() throws Exception {
        Path keyStore = keyStore();
        int plain = freePort();
        int secured = freePort();
        // On a command line others could see it.
        Path password =
                Files.writeString(
                        folder.resolve("password.conf"),
                        "spark.ssl.keyStorePassword = \"" + PASSWORD + "\"");
        List<String> arguments =
                List.of(
                        "--conf",
                        password.toString(),
                        "name=pages",
                        "source=glyphs",
                        "glyphs.count=2000000",
                        "store=" + folder.resolve("store"),
                        "spark.master=local[1]",
                        "spark.ui.enabled=true",
                        "spark.ui.port=" + plain,
                        "spark.ssl.ui.port=" + secured,
                        "spark.ssl.enabled=true",
                        "spark.ssl.keyStore=" + keyStore,
                        "spark.ssl.keyStoreType=PKCS12");
        try (RunningJob job =
                JobProcess.start(folder.resolve("log"), Map.of(), List.of(), "ingest", arguments)) {
            HttpClient client = HttpClient.newBuilder().sslContext(trusting(keyStore)).build();
            URI page = URI.create("https://localhost:" + secured + "/jobs/");
            // Until it has started, Spark serves a page that says so.
            job.await(() -> body(client, page).contains("hourglass ingest pages"));
            assertThat(get(client, page).sslSession().orElseThrow().getProtocol())
                    .startsWith("TLSv1.");
            HttpResponse<String> sentOn =
                    get(client, URI.create("http://localhost:" + plain + "/jobs/"));
            assertThat(sentOn.statusCode()).isEqualTo(302);
            assertThat(sentOn.headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).startsWith("https://"));
            HttpResponse<String> environment =
                    get(client, URI.create("https://localhost:" + secured + "/environment/"));
            assertThat(environment.body())
                    .contains("spark.ssl.keyStorePassword")
                    .doesNotContain(PASSWORD);
        }
    }

    /** A key of this machine, signed by itself. */
    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("keystore.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                "hourglass",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static SSLContext trusting(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hourglass", keys.getCertificate("hourglass"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Empty while nobody listens. */
    private static String body(HttpClient client, URI page) {
        try {
            return get(client, page).body();
        } catch (ConnectException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI page) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofMinutes(1)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
