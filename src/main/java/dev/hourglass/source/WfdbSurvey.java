package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * What the headers of a folder say together: which files are records, and how their leads are to be
 * stored. Headers are read on executors; what comes back are names and one {@link WfdbTally}.
 */
final class WfdbSurvey {
    private final List<String> records;
    private final TensorSpec tensorSpec;

    /**
     * Lists and reads the headers.
     *
     * @throws HourglassException SOURCE_UNREADABLE where there are none, SOURCE_MALFORMED where
     *     none can be used
     */
    WfdbSurvey(SparkSession spark, WfdbSettings settings, WfdbFolder folder) {
        this.records = folder.records(spark);
        this.tensorSpec = tensorSpec(settings, tally(spark, settings, folder));
    }

    /** The records' header files, spread over tasks. */
    JavaRDD<String> records(SparkSession spark) {
        return SourceFolder.distributed(spark, records);
    }

    /**
     * INT16 in ADC units where all records are calibrated alike, else FLOAT32 in physical units, in
     * standard deviations or in shares of a lead's range.
     */
    TensorSpec tensorSpec() {
        return tensorSpec;
    }

    private WfdbTally tally(SparkSession spark, WfdbSettings settings, WfdbFolder folder) {
        return SourceFolder.distributed(spark, records)
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
}
