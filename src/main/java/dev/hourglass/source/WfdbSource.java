package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * A folder of WFDB records (PhysioNet) as samples of one lead, [samples, 1].
 *
 * <ul>
 *   <li>{@code id} is record/lead/start, {@code 100/MLII/0002000}, with the record's path in the
 *       folder; {@code group} is the record. Of the MIT-BIH Arrhythmia Database, records 201 and
 *       202 are of the same patient and may come into different splits.
 *   <li>Samples are windows, {@code stride} apart, or beats, from {@code before} samples before the
 *       R peak to before {@code after} samples after it. A last window that the record does not
 *       fill, and a beat too near an end, are left out: neither is bad input.
 *   <li>The label of a beat is its PhysioNet symbol; that of a window the commonest of the beats
 *       whose R peak it holds, the first in the alphabet where several are; null without beats.
 *   <li>Tensors are INT16 ADC units where the leads of all records are calibrated alike, and
 *       FLOAT32 physical units where they are not. Voltages are in mV.
 *   <li>All records must share the lead's sampling rate and unit: those that most records have.
 *   <li>A record that breaks its format, or does not match its checksums, is rejected whole. A
 *       sample with values that were not recorded is rejected; no value is made up. Windows that
 *       lie wholly in a gap between segments are left out.
 * </ul>
 */
public final class WfdbSource implements SampleSource {
    /** The columns of its own: record, lead, start (samples), path (of the header). */
    static final StructField[] EXTRAS = {
        new StructField("record", DataTypes.StringType, true, Metadata.empty()),
        new StructField("lead", DataTypes.StringType, true, Metadata.empty()),
        new StructField("start", DataTypes.LongType, true, Metadata.empty()),
        new StructField("path", DataTypes.StringType, true, Metadata.empty())
    };

    private final WfdbSettings settings;

    /** Made at first use, and once: {@link #read} must agree with {@link #tensorSpec}. */
    private WfdbSurvey survey;

    /**
     * @throws HourglassException CONFIGURATION where {@code wfdb.path} is not set
     */
    public WfdbSource(WfdbSettings settings) {
        if (settings.path() == null || settings.path().isBlank()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "There is no folder of WFDB records to read",
                    "wfdb.path",
                    "set it to the folder that holds the .hea files");
        }
        this.settings = settings;
    }

    @Override
    public String description() {
        String lead = settings.leadName().map(name -> "lead " + name).orElse("first lead");
        String samples =
                switch (settings.segment()) {
                    case WINDOWS ->
                            "windows of %d samples every %d"
                                    .formatted(settings.window(), settings.stride());
                    case BEATS ->
                            "beats from %d samples before the R peak to %d after"
                                    .formatted(settings.before(), settings.after());
                };
        return "WFDB records in %s, %s, %s".formatted(settings.path(), lead, samples);
    }

    @Override
    public TensorSpec tensorSpec(SparkSession spark) {
        return survey(spark).tensorSpec();
    }

    @Override
    public Dataset<Row> read(SparkSession spark) {
        WfdbSurvey headers = survey(spark);
        WfdbFolder folder = new WfdbFolder(spark, "wfdb.path", settings.path());
        JavaRDD<Row> rows =
                headers.records(spark)
                        .flatMap(new WfdbRows(settings, folder, headers.tensorSpec()));
        return spark.createDataFrame(rows, SampleColumns.schema(EXTRAS));
    }

    private synchronized WfdbSurvey survey(SparkSession spark) {
        if (survey == null) {
            survey =
                    new WfdbSurvey(
                            spark, settings, new WfdbFolder(spark, "wfdb.path", settings.path()));
        }
        return survey;
    }
}
