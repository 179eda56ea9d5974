package dev.hourglass.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.testing.MemorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nights that are folders of Parquet files. */
class NightlyStepIT extends NightlyContract {
    @Override
    String format() {
        return "parquet";
    }

    @Test
    void filesComeNearToTheirSizeAndRowsAreSortedOnRequest() throws IOException {
        ingest(MemorySource.images(20_000));
        night(1, "embedding.file-bytes=65536", "embedding.sort-by=[label, id]");
        List<Path> parts;
        try (Stream<Path> paths = Files.list(partition(1))) {
            parts = paths.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
        }
        assertThat(parts).hasSizeGreaterThan(2);
        for (Path part : parts) {
            assertThat(Files.size(part)).isBetween(65_536L / 3, 65_536L * 3);
        }
        List<String> keys = new ArrayList<>();
        for (Path part : parts) {
            spark.read().parquet(part.toString()).select("label", "id").collectAsList().stream()
                    .map(row -> row.getString(0) + " " + row.getString(1))
                    .forEach(keys::add);
        }
        assertThat(keys).hasSize(20_000).isSorted();
    }

    @Override
    void markCarriedRows() {
        org.apache.hadoop.fs.Path first = current().path();
        org.apache.hadoop.fs.Path marked = new org.apache.hadoop.fs.Path(folder + "/marked");
        spark.read()
                .parquet(first.toString())
                .selectExpr(
                        "id",
                        "array(cast(" + MARK + " as float), embedding[1]) as embedding",
                        "reconstruction_error",
                        "label",
                        "model",
                        "dataset",
                        "content_hash")
                .write()
                .parquet(marked.toString());
        store.list(first).stream()
                .map(entry -> entry.getPath())
                .filter(path -> path.getName().endsWith(".parquet"))
                .forEach(store::delete);
        store.list(marked).stream()
                .map(entry -> entry.getPath())
                .filter(path -> path.getName().endsWith(".parquet"))
                .forEach(path -> move(path, new org.apache.hadoop.fs.Path(first, path.getName())));
    }

    private void move(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) {
        try {
            assertThat(store.fileSystem().rename(from, to)).isTrue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
