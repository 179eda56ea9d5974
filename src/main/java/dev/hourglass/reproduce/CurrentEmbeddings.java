package dev.hourglass.reproduce;

import dev.hourglass.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * A reader of embeddings on a local disk that knows what the documentation says and no more: the
 * pointer names a folder, and its Parquet files are the rows.
 */
final class CurrentEmbeddings {
    private final Path folder;

    /**
     * @param folder {@code embeddings/<name>} of a store
     */
    CurrentEmbeddings(Path folder) {
        this.folder = folder;
    }

    private record Pointer(String path) {}

    /** A digest of all rows, in whatever order and files they are; "none" before the first. */
    String digest() {
        Path pointer = folder.resolve("_current.json");
        if (!Files.exists(pointer)) {
            return "none";
        }
        try {
            String path = Json.read(Files.readString(pointer), Pointer.class, pointer).path();
            try (Stream<Path> files = Files.list(folder.resolve(path))) {
                List<String> rows =
                        files.filter(file -> file.toString().endsWith(".parquet"))
                                .flatMap(file -> rows(file).stream())
                                .sorted()
                                .toList();
                return rows.size() + "-" + DigestUtils.sha256Hex(String.join("\n", rows));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(Path file) {
        Stream.Builder<String> rows = Stream.builder();
        try (ParquetReader<Group> reader =
                ParquetReader.builder(
                                new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                        .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.build().toList();
    }
}
