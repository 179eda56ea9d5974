package dev.hourglass.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.ml.Autoencoder;
import dev.hourglass.reproduce.ChildProcess;
import dev.hourglass.testing.JavaProgram;
import dev.hourglass.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.List$;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;

/** Runs what docs/spark-ml.md shows, each language's blocks one after the other as one program. */
@ExtendWith(SharedSpark.class)
class SparkMlPageIT {
    private static final Markdown PAGE = Markdown.read(Path.of("docs/spark-ml.md"));
    private static final StructType SCHEMA =
            new StructType().add("features", SQLDataTypes.VectorType());
    private static final int COUNT = 40;

    @TempDir private Path folder;
    private String input;

    @BeforeEach
    void writeRows(SparkSession spark) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            double a = random.nextGaussian();
            rows.add(
                    RowFactory.create(
                            Vectors.dense(a, 2 * a, random.nextGaussian(), a - 1, i % 3)));
        }
        input = folder.resolve("rows").toString();
        spark.createDataFrame(rows, SCHEMA).write().parquet(input);
    }

    @Test
    void thePageNamesEveryParam() {
        for (Param<?> param : new Autoencoder().params()) {
            assertThat(PAGE.spans()).contains(param.name());
        }
    }

    @Test
    void theJavaOfThePageRuns(SparkSession spark) throws Exception {
        List<String> lines = PAGE.code("java").stream().flatMap(block -> block.lines()).toList();
        String program =
                lines.stream().filter(SparkMlPageIT::isImport).collect(Collectors.joining("\n"))
                        + """

                        public final class Page {
                            public static Dataset<Row> run(
                                    Dataset<Row> rows, Dataset<Row> stream, String folder)
                                    throws Exception {
                                %s
                                query.processAllAvailable();
                                return found;
                            }
                        }
                        """
                                .formatted(
                                        lines.stream()
                                                .filter(line -> !isImport(line))
                                                .collect(Collectors.joining("\n")));
        Path source = Files.writeString(folder.resolve("Page.java"), program);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                errors,
                                "-cp",
                                classPath(),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(exitCode).as(errors.toString(UTF_8)).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Object found =
                    loader.loadClass("Page")
                            .getMethod("run", Dataset.class, Dataset.class, String.class)
                            .invoke(null, rows(spark), stream(spark), output());
            assertFound(spark, (Dataset<?>) found);
        }
    }

    @Test
    void theScalaOfThePageRuns(SparkSession spark) {
        Settings settings = new Settings();
        settings.classpath().value_$eq(classPath());
        StringWriter log = new StringWriter();
        IMain scala = new IMain(settings, new PrintWriter(log));
        bind(scala, "rows", rows(spark));
        bind(scala, "stream", stream(spark));
        bind(scala, "folder", output());

        for (String block : PAGE.code("scala")) {
            assertThat(scala.interpret(block).toString()).as(log.toString()).isEqualTo("Success");
        }

        ((StreamingQuery) scala.valueOfTerm("query").get()).processAllAvailable();
        assertFound(spark, (Dataset<?>) scala.valueOfTerm("found").get());
        scala.close();
    }

    @Test
    @Tag("pyspark")
    void thePythonOfThePageRuns(SparkSession spark) throws IOException {
        String python = System.getenv("HOURGLASS_PYSPARK");
        Assumptions.assumeTrue(
                python != null, "HOURGLASS_PYSPARK names no Python that has PySpark");
        String program =
                """
                import sys
                from pyspark.sql import SparkSession

                spark = SparkSession.builder.getOrCreate()
                folder = sys.argv[2]
                rows = spark.read.parquet(sys.argv[1])
                stream = spark.readStream.schema(rows.schema).parquet(sys.argv[1])
                """
                        + String.join("\n", PAGE.code("python"))
                        + """
                query.processAllAvailable()
                DataFrame(best.transform(found.drop("embedding", "error", "prediction")._jdf), spark)
                found.write.parquet(folder + "/found")
                """;
        Path script = Files.writeString(folder.resolve("page.py"), program);
        String classes =
                Path.of("target/classes").toAbsolutePath()
                        + File.pathSeparator
                        + Files.readString(Path.of("target/local.classpath"));
        Path log = folder.resolve("python.log");

        try (ChildProcess process =
                ChildProcess.start(
                        List.of(python, script.toString(), input, output()),
                        Map.of(
                                "PYSPARK_SUBMIT_ARGS",
                                "--master local[2] --driver-class-path "
                                        + classes
                                        + " pyspark-shell"),
                        log,
                        log)) {
            assertThat(process.await(Duration.ofMinutes(3))).as(process.log()).isZero();
        }

        assertFound(spark, spark.read().parquet(output() + "/found"));
    }

    private static void bind(IMain scala, String name, Object value) {
        String type =
                value instanceof Dataset ? "org.apache.spark.sql.DataFrame" : "java.lang.String";
        assertThat(scala.bind(name, type, value, List$.MODULE$.empty()).toString())
                .isEqualTo("Success");
    }

    private void assertFound(SparkSession spark, Dataset<?> found) {
        assertThat(found.select("embedding", "error", "prediction").count()).isEqualTo(COUNT);
        Dataset<Row> embedded = spark.read().parquet(output() + "/embedded");
        assertThat(embedded.filter("embedding is not null").count()).isEqualTo(COUNT);
    }

    /** Queries read and write folders that go with the test. */
    @AfterEach
    void stopQueries(SparkSession spark) throws TimeoutException {
        for (StreamingQuery query : spark.streams().active()) {
            query.stop();
        }
    }

    private Dataset<Row> rows(SparkSession spark) {
        return spark.read().schema(SCHEMA).parquet(input);
    }

    private Dataset<Row> stream(SparkSession spark) {
        return spark.readStream().schema(SCHEMA).parquet(input);
    }

    private String output() {
        return folder.resolve("output").toString();
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    private static String classPath() {
        return JavaProgram.classPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
