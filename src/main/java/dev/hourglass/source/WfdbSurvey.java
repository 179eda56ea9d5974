package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What the headers of a folder say together: which files are records, and how their leads are to be
 * stored. Headers are read on executors; what comes back are names and one {@link WfdbTally}.
 */
final class WfdbSurvey {
    /** Tasks the records are spread over: more than most clusters have cores. */
    private static final int MAX_TASKS = 1000;

    private final List<String> records;
    private final TensorSpec tensorSpec;

    /** A multi-segment record and the header files of its segments. */
    private record Master(String header, List<String> segments) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Lists and reads the headers.
     *
     * @throws HourglassException SOURCE_UNREADABLE where there are none, SOURCE_MALFORMED where
     *     none can be used
     */
    WfdbSurvey(SparkSession spark, WfdbSettings settings, WfdbFolder folder) {
        this.records = records(spark, folder);
        this.tensorSpec = tensorSpec(settings, tally(spark, settings, folder));
    }

    /** The records' header files, spread over tasks. */
    JavaRDD<String> records(SparkSession spark) {
        return distributed(spark, records);
    }

    /**
     * INT16 in ADC units where all records are calibrated alike, else FLOAT32 in physical units, in
     * standard deviations or in shares of a lead's range.
     */
    TensorSpec tensorSpec() {
        return tensorSpec;
    }

    private static List<String> records(SparkSession spark, WfdbFolder folder) {
        List<String> headers = folder.headers();
        List<Master> masters =
                distributed(spark, headers).flatMap(header -> master(folder, header)).collect();
        // A segment's samples come with its record; on its own it would come twice, and into
        // whichever split its name falls.
        Set<String> records = new TreeSet<>(headers);
        masters.forEach(master -> master.segments().forEach(records::remove));
        // A master that another lists is an error to report, not a record to lose.
        masters.forEach(master -> records.add(master.header()));
        return List.copyOf(records);
    }

    private static Iterator<Master> master(WfdbFolder folder, String header) throws IOException {
        Path path = new Path(header);
        List<String> segments;
        try {
            segments =
                    WfdbHeader.read(folder.files(), path).segments().stream()
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

    private WfdbTally tally(SparkSession spark, WfdbSettings settings, WfdbFolder folder) {
        return distributed(spark, records)
                .aggregate(
                        new WfdbTally(),
                        (tally, header) -> counted(tally, settings, folder, header),
                        WfdbTally::merge);
    }

    private static WfdbTally counted(
            WfdbTally tally, WfdbSettings settings, WfdbFolder folder, String header)
            throws IOException {
        try {
            return tally.add(folder.record(header).lead(settings.leadName()));
        } catch (MalformedRecordException e) {
            return tally.add(e);
        }
    }

    private TensorSpec tensorSpec(WfdbSettings settings, WfdbTally tally) {
        WfdbTally.Kind kind = tally.commonest().orElseThrow(() -> noneUsable(tally));
        Optional<Calibration> shared =
                settings.scaled() ? Optional.empty() : tally.calibration(kind);
        return new TensorSpec(
                shared.isPresent() ? DType.INT16 : DType.FLOAT32,
                List.of(settings.length(), 1),
                "WC",
                shared.map(Calibration::scale).orElse(1.0),
                shared.map(Calibration::offset).orElse(0.0),
                unit(settings, kind),
                kind.frequency());
    }

    private static String unit(WfdbSettings settings, WfdbTally.Kind kind) {
        if (settings.standardise()) {
            return SignalScale.UNIT;
        }
        return settings.unitRange() ? LeadRange.UNIT : kind.unit();
    }

    private HourglassException noneUsable(WfdbTally tally) {
        MalformedRecordException first = tally.failure().orElseThrow();
        HourglassException failure = first.asFailure();
        return new HourglassException(
                ErrorCode.SOURCE_MALFORMED,
                "None of the %d record(s) can be used; the first: %s"
                        .formatted(records.size(), failure.what()),
                failure.where(),
                failure.mend(),
                first);
    }

    private static JavaRDD<String> distributed(SparkSession spark, List<String> headers) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(headers, Math.min(headers.size(), MAX_TASKS));
    }
}
