package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** MovieLens 100K against a plain reading of its file, and what its authors say it has. */
@Tag("real-data")
@ExtendWith(SharedSpark.class)
class MovieLensIT {
    private static final int USERS = 943;
    private static final int ITEMS = 1682;

    @TempDir private Path folder;
    private Path ratings;

    @BeforeEach
    void needsTheRatings() {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        ratings = Path.of(data, "ml-100k", "u.data");
    }

    @Test
    void everyUsersVectorIsAsInTheFile(SparkSession spark) throws IOException {
        TensorDataset dataset = ingest("");

        assertThat(dataset.manifest().rows()).isEqualTo(USERS);
        assertThat(dataset.manifest().rejected()).isZero();
        assertThat(dataset.manifest().tensor()).isEqualTo(TensorSpec.sparse(ITEMS, "rating"));
        Map<String, Map<String, Float>> expected = plain(0, 1, 0);
        assertThat(expected.values().stream().mapToInt(Map::size).sum()).isEqualTo(100_000);
        assertThat(RatingsFiles.ratings(spark, dataset)).isEqualTo(expected);
        assertThat(bytes(dataset)).isLessThan(1_000_000).isLessThan(4L * USERS * ITEMS / 6);
    }

    @Test
    void everyItemsVectorIsAsInTheFile(SparkSession spark) throws IOException {
        TensorDataset dataset = ingest(", rows=items");

        assertThat(dataset.manifest().rows()).isEqualTo(ITEMS);
        assertThat(dataset.manifest().tensor()).isEqualTo(TensorSpec.sparse(USERS, "rating"));
        assertThat(RatingsFiles.ratings(spark, dataset)).isEqualTo(plain(1, 0, 0));
    }

    @Test
    void ratingsFrom4OnAreOnes(SparkSession spark) throws IOException {
        Map<String, Map<String, Float>> expected = plain(0, 1, 4);
        expected.values().forEach(of -> of.replaceAll((item, rating) -> 1f));

        assertThat(RatingsFiles.ratings(spark, ingest(", threshold=4"))).isEqualTo(expected);
    }

    private TensorDataset ingest(String keys) {
        return RatingsFiles.ingest(
                folder, 0, "time=4, least=1, greatest=5, path=" + ratings + keys);
    }

    private Map<String, Map<String, Float>> plain(int row, int column, float least)
            throws IOException {
        Map<String, Map<String, Float>> read = new TreeMap<>();
        for (String line : Files.readAllLines(ratings)) {
            String[] values = line.split("\t");
            float rating = Float.parseFloat(values[2]);
            if (rating >= least) {
                read.computeIfAbsent(values[row], id -> new TreeMap<>())
                        .put(values[column], rating);
            }
        }
        return read;
    }

    private static long bytes(TensorDataset dataset) throws IOException {
        try (Stream<Path> files =
                Files.walk(Path.of(dataset.folder().toUri().getPath(), "train"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
