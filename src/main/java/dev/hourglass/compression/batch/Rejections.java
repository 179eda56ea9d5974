package dev.hourglass.compression.batch;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Input that was set aside, in the columns and under the key of an ingest. */
final class Rejections {
    private static final String FOLDER = "rejected";

    private final Dataset<Row> rejected;
    private final long count;

    /**
     * @param rows with the columns {@code record} and {@code rejection}
     */
    Rejections(Dataset<Row> rows) {
        this.rejected =
                rows.select(col(LeadColumns.RECORD).as("id"), col(LeadColumns.REJECTION + ".*"));
        this.count = rejected.count();
    }

    long count() {
        return count;
    }

    /**
     * Requires that most of the input can be used.
     *
     * @param all pieces of input
     * @param share of it that may be set aside
     * @throws HourglassException with TOO_MANY_REJECTED where it is more, or all
     */
    void requireFew(long all, double share) {
        if (count <= share * all && count < all) {
            return;
        }
        String examples =
                rejected.limit(3).collectAsList().stream()
                        .map(Rejections::describe)
                        .collect(Collectors.joining("; "));
        throw new HourglassException(
                ErrorCode.TOO_MANY_REJECTED,
                count + " of " + all + " records were rejected",
                "for example " + examples,
                "mend or remove them, or allow more with ingest.max-rejected (now " + share + ")");
    }

    /** Writes them into a folder of their own below this one. */
    void write(Path folder) {
        rejected.coalesce(1)
                .sortWithinPartitions("id")
                .write()
                .parquet(new Path(folder, FOLDER).toString());
    }

    private static String describe(Row row) {
        String position = row.getAs("position");
        return row.<String>getAs("path")
                + (position == null ? "" : ", " + position)
                + ": "
                + row.<String>getAs("reason");
    }
}
