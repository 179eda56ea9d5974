package dev.hourglass.testing;

import dev.hourglass.dataset.DatasetManifest;
import dev.hourglass.dataset.Shard;
import dev.hourglass.dataset.ShardFiles;
import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Json;
import dev.hourglass.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Datasets whose shards a test fills by hand, to the row. */
public final class StoredShards {
    private static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType(
                    "message row { required binary id (UTF8); optional binary group (UTF8);"
                            + " optional binary label (UTF8); optional binary tensor; required int64"
                            + " content_hash; }");

    private StoredShards() {}

    /**
     * Writes a dataset called {@link Datasets#NAME}.
     *
     * @param shards the tensors of each shard of each split, whose ids are {@code
     *     train/<shard>/<row>}
     */
    public static TensorDataset write(
            Store store, TensorSpec tensor, Map<Split, List<List<byte[]>>> shards) {
        Path folder = store.dataset(Datasets.NAME);
        Map<String, Long> counts = new TreeMap<>();
        shards.forEach(
                (split, of) -> {
                    long rows = 0;
                    for (int i = 0; i < of.size(); i++) {
                        String name = String.format("%s/part-%05d.parquet", split.folder(), i);
                        write(new Path(folder, name), split.folder() + "/" + i, of.get(i));
                        rows += of.get(i).size();
                    }
                    counts.put(split.folder(), rows);
                });
        store.writeText(
                new Path(folder, "manifest.json"),
                Json.pretty(
                        new DatasetManifest(
                                DatasetManifest.FORMAT_VERSION,
                                Datasets.NAME,
                                tensor,
                                counts,
                                0,
                                "shards made by hand",
                                "digest",
                                "fingerprint",
                                1,
                                1 << 20,
                                Instant.EPOCH)));
        return TensorDataset.open(store, Datasets.NAME);
    }

    /** Shards of these sizes, filled with random bytes. */
    public static List<List<byte[]>> random(TensorSpec tensor, long seed, int... sizes) {
        Random random = new Random(seed);
        List<List<byte[]>> shards = new ArrayList<>();
        for (int size : sizes) {
            List<byte[]> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                byte[] row = new byte[tensor.bytes()];
                random.nextBytes(row);
                rows.add(row);
            }
            shards.add(rows);
        }
        return shards;
    }

    /** The decoded rows of each shard of a split as text, in the order of shards and rows. */
    public static List<List<String>> read(TensorDataset dataset, Split split) {
        ShardFiles files = dataset.shardFiles(split);
        List<List<String>> shards = new ArrayList<>();
        for (int i = 0; i < files.count(); i++) {
            try (Shard shard = files.read(i)) {
                List<String> rows = new ArrayList<>();
                for (int row = 0; row < shard.size(); row++) {
                    rows.add(Arrays.toString(shard.decode(new int[] {row}, 0, 1)));
                }
                shards.add(rows);
            }
        }
        return shards;
    }

    /** The label of the row of this id; null for every third. */
    public static String label(String id) {
        int row = Integer.parseInt(id.substring(id.lastIndexOf('/') + 1)) % 3;
        return row == 0 ? null : "label-" + row;
    }

    private static void write(Path file, String ids, List<byte[]> rows) {
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(file).withType(SCHEMA).build()) {
            for (int i = 0; i < rows.size(); i++) {
                Group row = new SimpleGroup(SCHEMA);
                String id = ids + "/" + i;
                row.add("id", id);
                if (label(id) != null) {
                    row.add("label", label(id));
                }
                row.add("tensor", Binary.fromConstantByteArray(rows.get(i)));
                row.add("content_hash", (long) Arrays.hashCode(rows.get(i)));
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
