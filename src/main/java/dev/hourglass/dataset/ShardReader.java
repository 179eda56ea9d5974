package dev.hourglass.dataset;

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
     * @throws IOException where the file cannot be read or holds a tensor of another length
     */
    static List<byte[]> tensors(Path file, int bytes, Configuration hadoop) throws IOException {
        Configuration projected = new Configuration(hadoop);
        projected.set(ReadSupport.PARQUET_READ_SCHEMA, TENSORS_ONLY);
        List<byte[]> tensors = new ArrayList<>();
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), file).withConf(projected).build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                byte[] tensor = row.getBinary(0, 0).getBytes();
                if (tensor.length != bytes) {
                    throw new IOException(
                            file
                                    + " holds a tensor of "
                                    + tensor.length
                                    + " bytes instead of "
                                    + bytes);
                }
                tensors.add(tensor);
            }
        }
        return tensors;
    }
}
