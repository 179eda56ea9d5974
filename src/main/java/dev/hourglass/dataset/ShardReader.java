package dev.hourglass.dataset;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.TensorSpec;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
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
final class ShardReader implements Iterator<byte[]> {
    private static final String TENSORS_ONLY = "message shard { optional binary tensor; }";

    private final Path file;
    private final ParquetReader<Group> reader;
    private final TensorSpec spec;
    private Group next;

    private ShardReader(Path file, ParquetReader<Group> reader, TensorSpec spec) {
        this.file = file;
        this.reader = reader;
        this.spec = spec;
        this.next = advance();
    }

    /**
     * Copies a shard to this machine.
     *
     * @throws HourglassException with STORE_CORRUPT where the file cannot be read, is damaged, or
     *     holds a tensor of another form than {@code tensor} says
     */
    static Shard read(Path file, TensorSpec tensor, Configuration hadoop) {
        Configuration projected = new Configuration(hadoop);
        projected.set(ReadSupport.PARQUET_READ_SCHEMA, TENSORS_ONLY);
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), file).withConf(projected).build()) {
            return Shard.of(tensor, () -> new ShardReader(file, reader, tensor));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public byte[] next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        try {
            byte[] tensor = next.getBinary(0, 0).getBytes();
            Optional<String> flaw = spec.flaw(tensor);
            if (flaw.isPresent()) {
                throw new IOException("a tensor " + flaw.get());
            }
            next = advance();
            return tensor;
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private Group advance() {
        try {
            return reader.read();
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /** Parquet finds damage with exceptions of many types. */
    private static HourglassException unreadable(Path file, Exception e) {
        return e instanceof HourglassException found
                ? found
                : new HourglassException(
                        ErrorCode.STORE_CORRUPT,
                        "A shard of a dataset cannot be read",
                        file + ": " + e.getMessage(),
                        "ingest the data again, or restore the dataset's folder from a copy",
                        e);
    }
}
