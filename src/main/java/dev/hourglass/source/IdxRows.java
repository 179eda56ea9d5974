package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.sql.Row;

/**
 * The rows of a range, read image by image, side by side with their labels, in the memory of one
 * image. A file that ends early or goes on after its last item is malformed: rows of it that were
 * yielded before that was known are lost with the task.
 */
final class IdxRows implements Iterator<Row>, AutoCloseable {
    private final IdxRange range;
    private final DataInputStream images;
    private final DataInputStream labels;
    private long index;

    /** Opens the files of the range; {@link #close} closes them. */
    IdxRows(IdxRange range, Configuration hadoop) {
        this.range = range;
        this.index = range.first();
        this.images = open(range.images(), index, hadoop);
        try {
            this.labels = range.labels() == null ? null : open(range.labels(), index, hadoop);
        } catch (HourglassException e) {
            IOUtils.closeStreams(images);
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        return index < range.end();
    }

    /**
     * @throws HourglassException with SOURCE_MALFORMED if the file is not as long as its header
     *     promises
     */
    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the range ends before image " + index);
        }
        byte[] pixels = item(images, range.images());
        String label =
                labels == null
                        ? null
                        : Integer.toString(Byte.toUnsignedInt(item(labels, range.labels())[0]));
        String id = String.format("%s/%06d", range.prefix(), index);
        index++;
        return SampleColumns.sample(id, null, label, range.split(), pixels);
    }

    @Override
    public void close() {
        IOUtils.closeStreams(images, labels);
    }

    private byte[] item(DataInputStream in, IdxFile file) {
        byte[] item = new byte[file.header().itemBytes()];
        try {
            in.readFully(item);
            boolean last = index == file.header().count() - 1;
            if (last && in.read() != -1) {
                throw malformed("The file goes on after its last item", file, index, null);
            }
            return item;
        } catch (IOException e) {
            throw failure(e, file, index);
        }
    }

    private static DataInputStream open(IdxFile file, long index, Configuration hadoop) {
        try {
            return file.itemsFrom(index, hadoop);
        } catch (IOException e) {
            throw failure(e, file, index);
        }
    }

    private static HourglassException failure(IOException e, IdxFile file, long index) {
        if (e instanceof EOFException) {
            return malformed("The file ends before its last item", file, index, e);
        }
        if (e instanceof ZipException) {
            return malformed("The gzip stream is damaged: " + e.getMessage(), file, index, e);
        }
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                "The file cannot be read: " + e.getMessage(),
                file.path() + ", item " + index,
                "check that it exists and that this user may read it",
                e);
    }

    private static HourglassException malformed(
            String what, IdxFile file, long index, IOException cause) {
        return new HourglassException(
                ErrorCode.SOURCE_MALFORMED,
                what,
                "%s, item %d of %d".formatted(file.path(), index, file.header().count()),
                "download or make the file again",
                cause);
    }
}
