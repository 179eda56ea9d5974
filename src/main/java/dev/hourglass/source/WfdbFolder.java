package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of records, as the driver lists it and executors read it. */
final class WfdbFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    static final String HEADER = ".hea";

    private final String root;
    private final SerializableConfiguration hadoop;

    /**
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    WfdbFolder(SparkSession spark, String path) {
        this.hadoop = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        try {
            // In full: executors have working directories of their own.
            Path folder = new Path(path);
            this.root = folder.getFileSystem(hadoop.value()).makeQualified(folder).toString();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("The path cannot be used: " + e.getMessage(), path, e);
        }
    }

    /**
     * The header files at any depth, as full paths in their order.
     *
     * @throws HourglassException SOURCE_UNREADABLE where the folder cannot be listed or has none
     */
    List<String> headers() {
        List<String> headers = new ArrayList<>();
        try {
            FileStatus status = files().getFileStatus(new Path(root));
            if (!status.isDirectory()) {
                throw unreadable("This is a file, not a folder", root, null);
            }
            RemoteIterator<LocatedFileStatus> listing = files().listFiles(status.getPath(), true);
            while (listing.hasNext()) {
                String path = listing.next().getPath().toString();
                if (path.endsWith(HEADER)) {
                    headers.add(path);
                }
            }
        } catch (FileNotFoundException e) {
            throw unreadable("The folder does not exist", root, e);
        } catch (IOException e) {
            throw unreadable("The folder cannot be listed: " + e.getMessage(), root, e);
        }
        if (headers.isEmpty()) {
            throw unreadable("The folder holds no header files (" + HEADER + ")", root, null);
        }
        headers.sort(null);
        return headers;
    }

    /** A record's path in the folder without the extension: {@code 100}, {@code p01/s0010}. */
    String recordName(String header) {
        String relative = header.substring(root.length());
        relative = relative.startsWith(Path.SEPARATOR) ? relative.substring(1) : relative;
        return relative.substring(0, relative.length() - HEADER.length());
    }

    WfdbRecord record(String header) throws IOException, MalformedRecordException {
        return WfdbRecord.open(files(), new Path(header));
    }

    FileSystem files() throws IOException {
        return new Path(root).getFileSystem(hadoop.value());
    }

    private static HourglassException unreadable(String what, String path, Throwable cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                what,
                "wfdb.path, " + path,
                "point wfdb.path to a readable folder of WFDB records",
                cause);
    }
}
