package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file whose header was read and found right.
 *
 * @param path as configured, on any Hadoop file system
 * @param gzipped told by the first two bytes, not by the name
 */
record IdxFile(String path, IdxHeader header, boolean gzipped) implements Serializable {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * Reads the header and, where the file is not compressed, holds its length against it.
     *
     * @param dimensions how many dimensions the file is to have: 3 for images, 1 for labels
     * @throws HourglassException with SOURCE_UNREADABLE or SOURCE_MALFORMED
     */
    static IdxFile inspect(String path, int dimensions, Configuration hadoop) {
        try {
            Path file = new Path(path);
            FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
            boolean gzipped = isGzipped(file, hadoop);
            try (DataInputStream in = open(file, gzipped, 0, hadoop)) {
                IdxHeader header = IdxHeader.read(in, dimensions, path);
                if (!gzipped) {
                    checkLength(status.getLen(), header, path);
                }
                return new IdxFile(path, header, gzipped);
            }
        } catch (ZipException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The gzip stream is damaged: " + e.getMessage(),
                    path,
                    "download or make the file again",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The file cannot be read: " + e.getMessage(),
                    path,
                    "check that it exists and that this user may read it",
                    e);
        }
    }

    /** The items from {@code first} on: seeks there, or decompresses up to there. */
    DataInputStream itemsFrom(long first, Configuration hadoop) throws IOException {
        return open(new Path(path), gzipped, header.offset(first), hadoop);
    }

    private static void checkLength(long length, IdxHeader header, String path) {
        long promised = header.offset(header.count());
        if (length != promised) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The header promises %d bytes, the file has %d".formatted(promised, length),
                    path,
                    "download or make the file again");
        }
    }

    private static boolean isGzipped(Path file, Configuration hadoop) throws IOException {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
        }
    }

    private static DataInputStream open(
            Path file, boolean gzipped, long offset, Configuration hadoop) throws IOException {
        FSDataInputStream in = file.getFileSystem(hadoop).open(file);
        try {
            if (gzipped) {
                InputStream items = new GZIPInputStream(in, BUFFER_BYTES);
                items.skipNBytes(offset);
                return new DataInputStream(items);
            }
            in.seek(offset);
            return new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }
}
