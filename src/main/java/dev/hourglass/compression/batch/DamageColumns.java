package dev.hourglass.compression.batch;

import dev.hourglass.compression.container.Damage;
import dev.hourglass.source.SampleColumns;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of what comes of containers: a row for each record that was written ({@code samples}
 * set), one for each damage in its container ({@code reason} set), and one for each container that
 * was set aside ({@code rejection} set).
 */
final class DamageColumns {
    static final String RECORD = LeadColumns.RECORD;
    static final String PATH = LeadColumns.PATH;
    static final String SAMPLES = LeadColumns.SAMPLES;

    /** The signal's number in the header; null where no windows are lost. */
    static final String SIGNAL = LeadColumns.SIGNAL;

    static final String FIRST_WINDOW = "first_window";

    static final String WINDOWS = "windows";

    /** Of the container, where the damage was noticed. */
    static final String BYTE = "byte";

    static final String REASON = "reason";
    static final String REJECTION = SampleColumns.REJECTION;

    static final StructType SCHEMA =
            new StructType()
                    .add(RECORD, DataTypes.StringType)
                    .add(PATH, DataTypes.StringType)
                    .add(SAMPLES, DataTypes.LongType)
                    .add(SIGNAL, DataTypes.IntegerType)
                    .add(FIRST_WINDOW, DataTypes.LongType)
                    .add(WINDOWS, DataTypes.LongType)
                    .add(BYTE, DataTypes.LongType)
                    .add(REASON, DataTypes.StringType)
                    .add(REJECTION, SampleColumns.REJECTION_TYPE);

    private DamageColumns() {}

    /**
     * @param samples of all signals
     */
    static Row written(String record, String path, long samples) {
        return RowFactory.create(record, path, samples, null, null, null, null, null, null);
    }

    static Row damage(String record, String path, Damage damage) {
        Damage.Windows lost = damage.lost().orElse(null);
        return RowFactory.create(
                record,
                path,
                null,
                lost == null ? null : lost.signal(),
                lost == null ? null : lost.first(),
                lost == null ? null : lost.count(),
                damage.position(),
                damage.reason(),
                null);
    }

    static Row rejected(String record, String path, String position, String reason) {
        Row rejection = RowFactory.create(path, position, reason);
        return RowFactory.create(record, path, null, null, null, null, null, null, rejection);
    }
}
