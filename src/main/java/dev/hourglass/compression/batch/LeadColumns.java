package dev.hourglass.compression.batch;

import dev.hourglass.source.SampleColumns;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of what is measured: a row for each lead of a record that was compressed ({@code
 * rejection} null), and one for each record that could not be ({@code rejection} set).
 */
final class LeadColumns {
    static final String RECORD = "record";
    static final String PATH = "path";
    static final String SIGNAL = "signal";
    static final String LEAD = "lead";
    static final String UNIT = "unit";
    static final String FREQUENCY = "frequency";
    static final String SAMPLES = "samples";
    static final String BITS = "bits";
    static final String ORIGINAL_BITS = "original_bits";
    static final String CR_BITS = "cr_bits";
    static final String CR_SAMPLES = "cr_samples";
    static final String PRD = "prd";
    static final String PRD_SCALED = "prd_scaled";
    static final String PRDN = "prdn";
    static final String RMS = "rms";
    static final String SNR = "snr";
    static final String QS = "qs";
    static final String WORST_WINDOW_PRDN = "worst_window_prdn";
    static final String MAX_ERROR = "max_error";
    static final String TRANSFORMED = "transformed";
    static final String CORRECTED = "corrected";
    static final String REPLACED = "replaced";
    static final String PREDICTED = "predicted";

    /** Beats that the detector finds in the original, in the decoded lead, and in both. */
    static final String BEATS = "beats";

    static final String BEATS_DECODED = "beats_decoded";
    static final String BEATS_KEPT = "beats_kept";
    static final String SENSITIVITY = "sensitivity";
    static final String POSITIVE_PREDICTIVITY = "positive_predictivity";
    static final String BEAT_TYPES = "beat_types";

    /** Annotated beats, and the decoded lead's beats against them. */
    static final String REFERENCE_BEATS = "reference_beats";

    static final String REFERENCE_FOUND = "reference_found";
    static final String REFERENCE_SENSITIVITY = "reference_sensitivity";
    static final String REFERENCE_POSITIVE_PREDICTIVITY = "reference_positive_predictivity";
    static final String REFERENCE_TYPES = "reference_types";

    /** The original lead's beats against the annotated ones. */
    static final String ORIGINAL_SENSITIVITY = "original_sensitivity";

    static final String ORIGINAL_POSITIVE_PREDICTIVITY = "original_positive_predictivity";

    /** Files that are called like annotations of the record and were not carried, with reasons. */
    static final String LEFT_OUT = "left_out";

    /** How what was written differs from what it should be; null where it does not. */
    static final String FLAW = "flaw";

    static final String REJECTION = SampleColumns.REJECTION;

    private static final DataType TYPES =
            DataTypes.createArrayType(
                    new StructType()
                            .add("type", DataTypes.StringType, false)
                            .add("found", DataTypes.IntegerType, false)
                            .add("all", DataTypes.IntegerType, false),
                    false);

    static final StructType SCHEMA = schema();

    private LeadColumns() {}

    /** A row of these values; null where there is none. */
    static Row row(Map<String, Object> values) {
        List<String> unknown =
                values.keySet().stream()
                        .filter(key -> !List.of(SCHEMA.fieldNames()).contains(key))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no columns: " + unknown);
        }
        Object[] row = new Object[SCHEMA.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = values.get(SCHEMA.fieldNames()[i]);
        }
        return RowFactory.create(row);
    }

    private static StructType schema() {
        StructType schema =
                new StructType()
                        .add(RECORD, DataTypes.StringType)
                        .add(PATH, DataTypes.StringType)
                        .add(SIGNAL, DataTypes.IntegerType)
                        .add(LEAD, DataTypes.StringType)
                        .add(UNIT, DataTypes.StringType)
                        .add(FREQUENCY, DataTypes.DoubleType)
                        .add(SAMPLES, DataTypes.LongType);
        for (String column :
                List.of(
                        BITS,
                        ORIGINAL_BITS,
                        CR_BITS,
                        CR_SAMPLES,
                        PRD,
                        PRD_SCALED,
                        PRDN,
                        RMS,
                        SNR,
                        QS,
                        WORST_WINDOW_PRDN,
                        MAX_ERROR)) {
            schema = schema.add(column, DataTypes.DoubleType);
        }
        for (String column : List.of(TRANSFORMED, CORRECTED, REPLACED, PREDICTED)) {
            schema = schema.add(column, DataTypes.LongType);
        }
        return schema.add(BEATS, DataTypes.LongType)
                .add(BEATS_DECODED, DataTypes.LongType)
                .add(BEATS_KEPT, DataTypes.LongType)
                .add(SENSITIVITY, DataTypes.DoubleType)
                .add(POSITIVE_PREDICTIVITY, DataTypes.DoubleType)
                .add(BEAT_TYPES, TYPES)
                .add(REFERENCE_BEATS, DataTypes.LongType)
                .add(REFERENCE_FOUND, DataTypes.LongType)
                .add(REFERENCE_SENSITIVITY, DataTypes.DoubleType)
                .add(REFERENCE_POSITIVE_PREDICTIVITY, DataTypes.DoubleType)
                .add(REFERENCE_TYPES, TYPES)
                .add(ORIGINAL_SENSITIVITY, DataTypes.DoubleType)
                .add(ORIGINAL_POSITIVE_PREDICTIVITY, DataTypes.DoubleType)
                .add(LEFT_OUT, DataTypes.createArrayType(DataTypes.StringType))
                .add(FLAW, DataTypes.StringType)
                .add(REJECTION, SampleColumns.REJECTION_TYPE);
    }
}
