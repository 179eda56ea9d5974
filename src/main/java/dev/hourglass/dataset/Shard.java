package dev.hourglass.dataset;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.TensorSpec;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;

/**
 * The samples of one shard as an executor keeps them: the stored bytes, a quarter or less of the
 * floats they decode to, one after the other in a scratch file. The operating system keeps in
 * memory what there is room for, so that the heap stays small however large the shard is.
 *
 * <p>The file has no name from the moment it is open: it goes with this object, or with the
 * process, however that ends.
 */
public final class Shard implements AutoCloseable {
    private static final int WRITE_BUFFER = 1 << 20;

    private final TensorSpec tensor;
    private final FileChannel rows;
    private final RowBounds bounds;

    private Shard(TensorSpec tensor, FileChannel rows, RowBounds bounds) {
        this.tensor = tensor;
        this.rows = rows;
        this.bounds = bounds;
    }

    /**
     * Copies tensors, each of the form that {@code tensor} says, to a scratch file of Spark's.
     *
     * @throws HourglassException with TRAINING_FAILED where it cannot be written
     */
    public static Shard of(TensorSpec tensor, Iterable<byte[]> tensors) {
        File folder = new File(Utils.getLocalDir(SparkEnv.get().conf()));
        try {
            Path file = Files.createTempFile(folder.toPath(), "shard-", ".tmp");
            FileChannel rows =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            try {
                return new Shard(tensor, rows, write(tensors, rows, RowBounds.of(tensor)));
            } catch (IOException | RuntimeException e) {
                rows.close();
                throw e;
            }
        } catch (IOException e) {
            throw new HourglassException(
                    ErrorCode.TRAINING_FAILED,
                    "A shard cannot be copied to an executor's scratch space",
                    folder + ": " + e.getMessage(),
                    "make room there, or set spark.local.dir to a disk that holds the dataset's train split",
                    e);
        }
    }

    /** How many samples there are. */
    public int size() {
        return bounds.rows();
    }

    /**
     * Decodes the samples at {@code order[from]} to {@code order[to - 1]}. For several threads.
     *
     * @return (to − from) · elements physical values
     */
    public float[] decode(int[] order, int from, int to) {
        float[] values = new float[Math.multiplyExact(to - from, tensor.elements())];
        decode(order, from, to, values);
        return values;
    }

    /** The same, into the beginning of an array that the caller has. */
    public void decode(int[] order, int from, int to, float[] values) {
        int elements = tensor.elements();
        byte[] row = new byte[0];
        for (int i = from; i < to; i++) {
            int length = bounds.length(order[i]);
            row = row.length == length ? row : new byte[length];
            read(order[i], row);
            tensor.decode(row, values, (i - from) * elements);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    boolean isOpen() {
        return rows.isOpen();
    }

    private void read(int index, byte[] row) {
        ByteBuffer buffer = ByteBuffer.wrap(row);
        long start = bounds.start(index);
        try {
            while (buffer.hasRemaining()) {
                if (rows.read(buffer, start + buffer.position()) < 0) {
                    throw new IOException("it ends before sample " + index);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static RowBounds write(Iterable<byte[]> tensors, FileChannel rows, RowBounds bounds)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER);
        for (byte[] tensor : tensors) {
            if (buffer.remaining() < tensor.length) {
                write(buffer.flip(), rows);
                buffer.clear();
            }
            if (tensor.length <= buffer.capacity()) {
                buffer.put(tensor);
            } else {
                write(ByteBuffer.wrap(tensor), rows);
            }
            bounds.add(tensor.length);
        }
        write(buffer.flip(), rows);
        return bounds;
    }

    private static void write(ByteBuffer bytes, FileChannel rows) throws IOException {
        while (bytes.hasRemaining()) {
            rows.write(bytes);
        }
    }

    private static HourglassException unreadable(IOException e) {
        return new HourglassException(
                ErrorCode.TRAINING_FAILED,
                "A shard's copy in an executor's scratch space cannot be read",
                String.valueOf(e.getMessage()),
                "check the disk of spark.local.dir, and run the job again",
                e);
    }
}
