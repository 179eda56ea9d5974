package dev.hourglass.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * A folder laid out as a Spark distribution is, from the jars that Maven has: {@code jars/} and
 * {@code bin/spark-submit}, which is all that a standalone cluster and jobs/submit use of it.
 */
final class SparkHome {
    private static final String SUBMIT = "bin/spark-submit";

    private SparkHome() {}

    /** Lays out {@code target/spark-home} afresh from {@code target/spark.classpath}. */
    static Path create() {
        Path home = Path.of("target/spark-home").toAbsolutePath();
        try {
            FileUtils.deleteDirectory(home.toFile());
            Path jars = Files.createDirectories(home.resolve("jars"));
            for (Path jar : sparkJars()) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
            Path submit = home.resolve(SUBMIT);
            Files.createDirectories(submit.getParent());
            try (InputStream script =
                    SparkHome.class.getResourceAsStream("/spark-home/" + SUBMIT)) {
                Files.copy(script, submit, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!submit.toFile().setExecutable(true)) {
                throw new IOException(submit + " cannot be made executable");
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sparkJars() throws IOException {
        String classPath = Files.readString(Path.of("target/spark.classpath")).strip();
        return List.of(classPath.split(File.pathSeparator)).stream().map(Path::of).toList();
    }
}
