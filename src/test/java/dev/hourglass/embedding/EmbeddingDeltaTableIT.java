package dev.hourglass.embedding;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.Console;

@ExtendWith(SharedSpark.class)
class EmbeddingDeltaTableIT {
    @TempDir private java.nio.file.Path folder;
    private final SparkSession spark = SharedSpark.session();
    private EmbeddingDeltaTable table;

    @BeforeEach
    void setUp() {
        table = new EmbeddingDeltaTable(spark, new Path(folder.resolve("delta").toString()));
    }

    @Test
    void aVersionIsFoundWithItsNight() {
        assertThat(table.last()).isEmpty();
        EmbeddingManifest first = table.write(rows(3), night(1));
        assertThat(first).isEqualTo(night(1).inTable(0L));
        EmbeddingManifest second = table.write(rows(5), night(2));
        assertThat(table.last()).contains(second);
        assertThat(table.rows(0).count()).isEqualTo(3);
        assertThat(table.rows().count()).isEqualTo(5);
    }

    @Test
    void vacuumDeletesWhatNoVersionSinceThenNeedsAndSaysNothing() {
        table.write(rows(3), night(1));
        table.write(rows(5), night(2));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Console.withOut(
                    stream,
                    () -> {
                        table.vacuum(Instant.now().minus(Duration.ofDays(1)));
                        assertThat(table.rows(0).collectAsList()).hasSize(3);
                        table.vacuum(Instant.now().plus(Duration.ofHours(1)));
                        return null;
                    });
        }
        assertThat(table.rows().collectAsList()).hasSize(5);
        assertThatThrownBy(() -> table.rows(0).collectAsList())
                .hasMessageContaining("does not exist");
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(spark.conf().getAll().keySet().mkString(" "))
                .doesNotContain("retentionDurationCheck", "userMetadata");
    }

    @Test
    void aCommitOfAnotherInTheMiddleOfOursIsAConflict() {
        table.write(rows(3), night(1));
        String log = folder.resolve("delta/_delta_log").toString();
        // Our rows are computed when our commit has begun: the other's comes right then.
        Dataset<Row> disturbed =
                rows(5).filter((FilterFunction<Row>) row -> commitAsAnotherProgram(log));
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> table.write(disturbed, night(2))))
                .hasMessageContaining("Another program has changed the Delta table");
        assertThat(table.last()).contains(night(1).inTable(0L));
    }

    /** Writes the table's metadata once more, as the next version. */
    private static boolean commitAsAnotherProgram(String log) throws IOException {
        java.nio.file.Path first = java.nio.file.Path.of(log, "00000000000000000000.json");
        String metadata =
                Files.readString(first)
                        .lines()
                        .filter(line -> line.startsWith("{\"metaData\""))
                        .findFirst()
                        .orElseThrow();
        Files.writeString(first.resolveSibling("00000000000000000001.json"), metadata);
        return true;
    }

    private Dataset<Row> rows(int count) {
        List<Row> rows =
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        RowFactory.create(
                                                "id-" + i,
                                                new float[] {i},
                                                null,
                                                null,
                                                "test/1",
                                                "fingerprint",
                                                (long) i))
                        .toList();
        return spark.createDataFrame(rows, EmbeddingTable.SCHEMA);
    }

    private static EmbeddingManifest night(int day) {
        return new EmbeddingManifest(
                EmbeddingManifest.FORMAT_VERSION,
                "test/1",
                "sha",
                EngineSettings.Precision.FLOAT32,
                "fingerprint",
                LocalDate.of(2026, 2, day),
                null,
                new Counts(1, 0, 0, 0, 0),
                new EmbeddingStatistics(null, 0.1, 0),
                Instant.parse("2026-02-0" + day + "T02:00:00Z"),
                null);
    }
}
