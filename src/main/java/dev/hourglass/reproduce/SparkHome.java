package dev.hourglass.reproduce;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder laid out as a Spark distribution is, from the jars that Maven has: {@code jars/} and
 * {@code bin/spark-submit}, which is all that a standalone cluster and jobs/submit use of it.
 */
final class SparkHome {
    private SparkHome() {}

    /**
     * Lays one out.
     *
     * @param home a folder that is not there yet
     * @return {@code home}
     */
    static Path create(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        String sparkJars = Files.readString(Checkout.root().resolve("target/spark.classpath"));
        for (String jar : sparkJars.strip().split(File.pathSeparator)) {
            Path path = Path.of(jar);
            Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        try (InputStream script = SparkHome.class.getResourceAsStream("spark-submit")) {
            Files.copy(script, submit);
        }
        if (!submit.toFile().setExecutable(true)) {
            throw new IOException(submit + " cannot be made executable");
        }
        return home;
    }
}
