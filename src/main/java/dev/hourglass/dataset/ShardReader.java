package dev.hourglass.dataset;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * Reads the tensors of one shard in the file's order, which is the order that training shuffles
 * from. Spark's own reader would be free to cut and join files.
 */
final class ShardReader {
    private static final String TENSORS_ONLY = "message shard { optional binary tensor; }";

    private ShardReader() {}

    /**
     * The shard's tensors, each {@code bytes} long.
     *
     * @throws HourglassException with STORE_CORRUPT where the file cannot be read, is damaged, or
     *     holds a tensor of another length
     */
    static List<byte[]> tensors(Path file, int bytes, Configuration hadoop) {
        Configuration projected = new Configuration(hadoop);
        projected.set(ReadSupport.PARQUET_READ_SCHEMA, TENSORS_ONLY);
        List<byte[]> tensors = new ArrayList<>();
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), file).withConf(projected).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                byte[] tensor = row.getBinary(0, 0).getBytes();
                if (tensor.length != bytes) {
                    throw new IOException(
                            "a tensor has " + tensor.length + " bytes instead of " + bytes);
                }
                tensors.add(tensor);
            }
        } catch (IOException | RuntimeException e) {
            // Parquet finds damage with exceptions of many types.
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "A shard of a dataset cannot be read",
                    file + ": " + e.getMessage(),
                    "ingest the data again, or restore the dataset's folder from a copy",
                    e);
        }
        return tensors;
    }
}
