package dev.hourglass.source;

import dev.hourglass.error.HourglassException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A folder of WFDB records, which are listed by their header files. */
public final class WfdbFolder extends SourceFolder {
    private static final long serialVersionUID = 1L;

    private static final Contents CONTENTS = new Contents(".hea", "header files", "WFDB records");

    /** A multi-segment record and the header files of its segments. */
    private record Master(String header, List<String> segments) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param key the configuration's key that names the path, for messages
     * @throws HourglassException SOURCE_UNREADABLE where the path's file system is not known
     */
    public WfdbFolder(SparkSession spark, String key, String path) {
        super(spark, key, path, CONTENTS);
    }

    /**
     * The header files of the records, in their order: all but those of segments, whose samples
     * come with their record. They are read on executors.
     *
     * @throws HourglassException as {@link #list}
     */
    public List<String> records(SparkSession spark) {
        List<String> headers = list();
        List<Master> masters = distributed(spark, headers).flatMap(this::master).collect();
        // A segment on its own would come twice, and into whichever split its name falls.
        Set<String> records = new TreeSet<>(headers);
        masters.forEach(master -> master.segments().forEach(records::remove));
        // A master that another lists is an error to report, not a record to lose.
        masters.forEach(master -> records.add(master.header()));
        return List.copyOf(records);
    }

    /** Opens a record: reads its headers. */
    public WfdbRecord record(String header) throws IOException, MalformedRecordException {
        return WfdbRecord.open(files(), new Path(header));
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
}
