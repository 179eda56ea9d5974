package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.JavaProgram;
import dev.hourglass.testing.SharedSpark;
import dev.hourglass.testing.Trainings;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import dev.hourglass.training.TrainingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.commons.io.IOUtils;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's sinks show of a training. */
@ExtendWith(SharedSpark.class)
class TrainingMetricsIT {
    private static final String SOURCE = "hourglass.training";
    private static final TrainingSettings SETTINGS = Trainings.settings(1, 4, 2, 0.01);

    @TempDir private Path folder;

    /** Looks at something after each round. */
    private record AfterRounds(Consumer<RoundMetrics> look) implements TrainingListener {
        @Override
        public void started(long examplesInAll, long examplesBefore, int roundsBefore) {}

        @Override
        public void round(RoundMetrics metrics) {
            look.accept(metrics);
        }

        @Override
        public void epoch(EpochMetrics metrics) {}

        @Override
        public void notice(String line) {}
    }

    /** A training in a session whose sinks are Prometheus's servlet and JMX. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            String sink = "spark.metrics.conf.*.sink.";
            String sinks = "org.apache.spark.metrics.sink.";
            try (SparkSession spark =
                    SparkSession.builder()
                            .master("local[2]")
                            .config("spark.ui.enabled", "true")
                            .config("spark.ui.port", "0")
                            .config("spark.driver.host", "127.0.0.1")
                            .config("spark.driver.bindAddress", "127.0.0.1")
                            .config(sink + "prometheusServlet.class", sinks + "PrometheusServlet")
                            .config(sink + "prometheusServlet.path", "/metrics/prometheus")
                            .config(sink + "jmx.class", sinks + "JmxSink")
                            .getOrCreate()) {
                TensorDataset dataset =
                        TensorDataset.open(
                                Datasets.store(Path.of(System.getProperty("store"))),
                                Datasets.NAME);
                print(spark, "before");
                Averagings.train(
                        spark,
                        dataset,
                        SETTINGS,
                        new AfterRounds(round -> print(spark, "round " + round.round())));
                print(spark, "after");
            }
        }

        private static void print(SparkSession spark, String when) {
            try {
                String page = spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus/";
                try (InputStream in = new URL(page).openStream()) {
                    IOUtils.toString(in, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("hourglass_training"))
                            .forEach(line -> System.out.println(when + ", Prometheus: " + line));
                }
                MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
                for (ObjectName name : beans.queryNames(new ObjectName("metrics:*"), null)) {
                    if (name.toString().contains(SOURCE)) {
                        Object value = beans.getAttribute(name, "Value");
                        System.out.println(when + ", JMX: " + name + " " + value);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void prometheusAndJmxShowTheLatestRound() {
        Averagings.dataset(folder.resolve("store"), 20, 15);
        JavaProgram program =
                JavaProgram.run(
                        folder,
                        List.of("-Dstore=" + folder.resolve("store")),
                        JavaProgram.classPath(),
                        Program.class);
        String output = program.output();
        assertThat(program.exitCode()).as(output).isZero();
        for (String figure :
                List.of(
                        "epoch",
                        "round",
                        "loss",
                        "learningRate",
                        "samplesPerSecond",
                        "computeSeconds",
                        "averagingSeconds",
                        "bytes",
                        "stragglers")) {
            for (String sink : List.of("Prometheus", "JMX")) {
                assertThat(output.lines())
                        .as(output)
                        .anyMatch(
                                line ->
                                        line.startsWith("round 3, " + sink)
                                                && line.contains(figure));
            }
        }
        assertThat(output)
                .containsPattern("round 2, Prometheus: \\S+_round_Value\\{\\S*} 2\n")
                .containsPattern("round 3, Prometheus: \\S+_round_Value\\{\\S*} 3\n")
                .containsPattern("round 3, JMX: \\S+\\.round\\S* 3\n")
                .containsPattern("round 3, JMX: \\S+\\.learningRate\\S* 0.01\n");
        assertThat(output.lines()).noneMatch(line -> line.matches("(before|after), .*"));
    }

    @Test
    void theFiguresAreGoneAfterTrainingHoweverItEnds(SparkSession spark) {
        TensorDataset dataset = Averagings.dataset(folder, 20, 15);
        TrainingListener look = new AfterRounds(round -> assertThat(sources()).isOne());
        Averagings.train(spark, dataset, SETTINGS, look);
        assertThat(sources()).isZero();

        TrainingListener fail =
                new AfterRounds(
                        round -> {
                            throw new IllegalStateException("enough");
                        });
        assertThatThrownBy(() -> Averagings.train(spark, dataset, SETTINGS, fail))
                .hasMessage("enough");
        assertThat(sources()).isZero();
    }

    private static int sources() {
        return SparkEnv.get().metricsSystem().getSourcesByName(SOURCE).size();
    }
}
