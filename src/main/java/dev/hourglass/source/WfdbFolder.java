package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of records, as the driver lists it and executors read it. */
public final class WfdbFolder implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The extension of a header file. */
    public static final String HEADER = ".hea";

    /** Tasks the records are spread over: more than most clusters have cores. */
    private static final int MAX_TASKS = 1000;

    private final String key;
    private final String root;
    private final SerializableConfiguration hadoop;

    /** A multi-segment record and the header files of its segments. */
    private record Master(String header, List<String> segments) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param key the configuration's key that names the path, for messages
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    public WfdbFolder(SparkSession spark, String key, String path) {
        this.key = key;
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

    /**
     * The header files of the records, in their order: all but those of segments, whose samples
     * come with their record. They are read on executors.
     *
     * @throws HourglassException as {@link #headers}
     */
    public List<String> records(SparkSession spark) {
        List<String> headers = headers();
        List<Master> masters = distributed(spark, headers).flatMap(this::master).collect();
        // A segment on its own would come twice, and into whichever split its name falls.
        Set<String> records = new TreeSet<>(headers);
        masters.forEach(master -> master.segments().forEach(records::remove));
        // A master that another lists is an error to report, not a record to lose.
        masters.forEach(master -> records.add(master.header()));
        return List.copyOf(records);
    }

    /** Header files, spread over tasks. */
    public static JavaRDD<String> distributed(SparkSession spark, List<String> headers) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(headers, Math.min(headers.size(), MAX_TASKS));
    }

    /** A record's path in the folder without the extension: {@code 100}, {@code p01/s0010}. */
    public String recordName(String header) {
        String relative = header.substring(root.length());
        relative = relative.startsWith(Path.SEPARATOR) ? relative.substring(1) : relative;
        return relative.substring(0, relative.length() - HEADER.length());
    }

    /** Opens a record: reads its headers. */
    public WfdbRecord record(String header) throws IOException, MalformedRecordException {
        return WfdbRecord.open(files(), new Path(header));
    }

    /** Where the folder is. */
    public FileSystem files() throws IOException {
        return new Path(root).getFileSystem(hadoop.value());
    }

    private Iterator<Master> master(String header) throws IOException {
        Path path = new Path(header);
        List<String> segments;
        try {
            segments =
                    WfdbHeader.read(files(), path).segments().stream()
                            .map(segment -> WfdbRecord.segmentPath(path, segment).toString())
                            .distinct()
                            .toList();
        } catch (MalformedRecordException e) {
            // Set aside, with its reason, when it is read as a record.
            segments = List.of();
        }
        return segments.isEmpty()
                ? List.<Master>of().iterator()
                : List.of(new Master(header, segments)).iterator();
    }

    private HourglassException unreadable(String what, String path, Throwable cause) {
        return new HourglassException(
                ErrorCode.SOURCE_UNREADABLE,
                what,
                key + ", " + path,
                "point " + key + " to a readable folder of WFDB records",
                cause);
    }
}
