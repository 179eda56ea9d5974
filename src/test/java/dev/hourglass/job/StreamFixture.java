package dev.hourglass.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model, a folder that files arrive in, and the stream of both. */
@ExtendWith(SharedSpark.class)
abstract class StreamFixture {
    static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);

    static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.StringType)
                    .add("label", DataTypes.StringType)
                    .add("tensor", DataTypes.BinaryType);

    @TempDir Path folder;

    final SparkSession spark = SharedSpark.session();

    Store store;

    Path input;

    String output = "streams/test/model=1";

    @BeforeEach
    void publishAModelAndMakeAFolder() throws IOException {
        store = Datasets.store(folder.resolve("store"));
        input = Files.createDirectories(folder.resolve("in"));
        publishModel(7, TENSOR);
    }

    Path output() {
        return folder.resolve("store").resolve(output);
    }

    /** Images of these numbers arrive in one file. */
    void arrive(String format, int file, int from, int to) throws IOException {
        if (format.equals("parquet")) {
            arrive(
                    file,
                    IntStream.range(from, to)
                            .mapToObj(
                                    i ->
                                            RowFactory.create(
                                                    MemorySource.id(i),
                                                    "label-" + i % 3,
                                                    MemorySource.pixels(i)))
                            .toArray(Row[]::new));
            return;
        }
        List<String> lines =
                IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        "{\"id\": \"%s\", \"label\": \"label-%d\", \"tensor\": \"%s\"}"
                                                .formatted(
                                                        MemorySource.id(i),
                                                        i % 3,
                                                        Base64.getEncoder()
                                                                .encodeToString(
                                                                        MemorySource.pixels(i))))
                        .toList();
        Files.write(input.resolve("file-" + file + ".json"), lines);
    }

    void arrive(int file, Row... rows) throws IOException {
        Path written = folder.resolve("written-" + file);
        spark.createDataFrame(List.of(rows), SCHEMA)
                .coalesce(1)
                .write()
                .parquet(written.toString());
        for (Path part : list(written)) {
            if (part.toString().endsWith(".parquet")) {
                Files.move(part, input.resolve("file-" + file + ".parquet"));
            }
        }
    }

    void publishModel(long seed, TensorSpec tensor) {
        try (Autoencoder autoencoder =
                Autoencoder.initial(Specs.dense(tensor.shape(), List.of(3), false, 2), seed)) {
            Models.publish(store, Datasets.NAME, autoencoder, "digest-" + seed, tensor);
        }
    }

    Step.Outcome stream(String... overrides) {
        return new StreamStep(true).run(context(overrides));
    }

    JobContext context(String... overrides) {
        List<String> keys =
                new ArrayList<>(
                        List.of(
                                "name=" + Datasets.NAME,
                                "store=" + folder.resolve("store"),
                                "stream.input=" + input));
        keys.addAll(List.of(overrides));
        return Contexts.of(spark, store, LocalDate.of(2026, 2, 3), keys);
    }

    List<Row> embeddings() {
        return sorted(spark.read().parquet(output().toString()).drop("batch").collectAsList());
    }

    /** Id and reason, as any reader finds them. */
    List<String> rejected() {
        return spark
                .read()
                .parquet(output() + "/batch=*/_rejected")
                .select("id", "reason", "path")
                .collectAsList()
                .stream()
                .peek(row -> assertThat(row.getString(2)).startsWith("file:").contains("/in/file"))
                .map(row -> row.getString(0) + ": " + row.getString(1))
                .toList();
    }

    static List<Row> sorted(List<Row> rows) {
        return rows.stream().sorted(Comparator.comparing(row -> row.getString(0))).toList();
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }
}
