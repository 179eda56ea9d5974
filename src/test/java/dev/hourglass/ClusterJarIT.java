package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.io.IOUtils;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar that executors are sent, and what is not. */
class ClusterJarIT {
    private static final long MAX_BYTES = 200_000_000;

    /** Annotations that nothing reads at run time; nd4j's Guava carries Spark's very version. */
    private static final String HARMLESS = "javax/annotation/";

    /** A class of DL4J-Spark that reaches into Spark from its package. */
    private static final String IN_SPARKS_NAME = "org/apache/spark/TaskContextHelper";

    private static Path path;
    private static JarFile jar;
    private static Set<String> entries;

    @BeforeAll
    static void openJar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            path =
                    built.filter(file -> file.toString().endsWith("-cluster.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("run mvn package first"));
        }
        jar = new JarFile(path.toFile());
        entries = names(jar);
    }

    @AfterAll
    static void closeJar() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }

    @Test
    void theJarIsSmallEnoughToBeSentToEveryExecutor() throws IOException {
        assertThat(Files.size(path)).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void noClassIsBothInTheJarAndInSpark() throws IOException {
        List<String> both = new ArrayList<>();
        for (String sparkJar :
                Files.readString(Path.of("target/spark.classpath"))
                        .strip()
                        .split(File.pathSeparator)) {
            try (JarFile opened = new JarFile(sparkJar)) {
                names(opened).stream()
                        .filter(ClusterJarIT::isClass)
                        .filter(entries::contains)
                        .filter(name -> !name.startsWith(HARMLESS))
                        .forEach(name -> both.add(name + " in " + sparkJar));
            }
        }
        assertThat(both).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/apache/spark/",
                "org/apache/hadoop/",
                "org/apache/logging/",
                "org/slf4j/",
                "scala/",
                "io/netty/",
                "com/fasterxml/",
                "com/google/common/",
                "com/google/gson/",
                "com/esotericsoftware/",
                "org/bytedeco/javacv/",
                "org/bytedeco/opencv/",
                "org/bytedeco/ffmpeg/",
                "org/bytedeco/leptonica/",
                "org/bytedeco/hdf5/",
                "org/datavec/",
                "org/junit/",
                "org/assertj/",
            })
    void librariesOfSparkAndUnusedOnesStayOut(String folder)
            throws IOException, URISyntaxException {
        // Delta's classes lie among Spark's.
        Path delta =
                Path.of(DeltaLog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile opened = new JarFile(delta.toFile())) {
            Set<String> ofDelta = names(opened);
            assertThat(entries)
                    .filteredOn(name -> name.startsWith(folder) && isClass(name))
                    .allMatch(name -> name.startsWith(IN_SPARKS_NAME) || ofDelta.contains(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so",
                "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
                "org/bytedeco/openblas/linux-x86_64/libjniopenblas_nolapack.so",
                "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so",
                "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libjnind4jcpu.so",
            })
    void nativeLibrariesOfLinuxAreThere(String library) {
        assertThat(entries).contains(library);
    }

    @Test
    void nativeLibrariesOfOtherPlatformsStayOut() {
        assertThat(entries)
                .filteredOn(name -> name.matches("org/(bytedeco|nd4j)/.*\\.(so[.0-9]*|dylib|dll)"))
                .allMatch(name -> name.contains("/linux-x86_64/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javax.imageio.spi.ImageReaderSpi",
                "javax.imageio.spi.ImageInputStreamSpi",
                "org.nd4j.linalg.factory.Nd4jBackend",
                "org.nd4j.linalg.compression.NDArrayCompressor",
            })
    void servicesNameClassesThatAreThere(String service) throws IOException {
        assertThat(providers(service))
                .isNotEmpty()
                .allMatch(name -> entries.contains(name.replace('.', '/') + ".class"));
    }

    @Test
    void theManifestNamesTheMainClass() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                .isEqualTo(Hourglass.class.getName());
    }

    /** The JVM refuses a jar whose signatures are those of the jars it was made of. */
    @Test
    void noSignatureIsLeft() {
        assertThat(entries)
                .filteredOn(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"))
                .isEmpty();
    }

    private static Set<String> names(JarFile jar) {
        return jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class")
                && !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/");
    }

    private static List<String> providers(String service) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/services/" + service))) {
            return IOUtils.toString(in, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
