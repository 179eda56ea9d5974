package dev.hourglass.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns a {@link SampleSource} yields. A row is either a sample ({@code tensor} set, {@code
 * rejection} null) or a piece of bad input set aside ({@code rejection} set, {@code tensor} null).
 */
public final class SampleColumns {
    /**
     * Unique within the dataset and stable between runs: {@code train/000017}, {@code cats/7.png}.
     */
    public static final String ID = "id";

    /**
     * Whom the sample belongs to (patient, record, user); rows of a group share a split. Nullable.
     */
    public static final String GROUP = "group";

    /** Ground truth, never seen by training. Nullable. */
    public static final String LABEL = "label";

    /**
     * {@code train}, {@code validation} or {@code test} where the raw data prescribe it, else null.
     */
    public static final String SPLIT = "split";

    /** The elements in the dtype, shape and byte order of the source's {@link TensorSpec}. */
    public static final String TENSOR = "tensor";

    /** A 64-bit hash of the tensor, which ingest adds: by it a changed sample is known. */
    public static final String CONTENT_HASH = "content_hash";

    /** What was wrong with a piece of bad input; null for samples. */
    public static final String REJECTION = "rejection";

    /** {@code struct<path: string, position: string, reason: string>}. */
    public static final StructType REJECTION_TYPE =
            new StructType()
                    .add("path", DataTypes.StringType, false)
                    .add("position", DataTypes.StringType, true)
                    .add("reason", DataTypes.StringType, false);

    private SampleColumns() {}

    /**
     * What is wrong with the form of a row's tensor: {@code its tensor has 3 bytes instead of 4};
     * null where nothing is.
     */
    public static Column tensorFlaw(TensorSpec spec) {
        UDF1<byte[], String> flaw = tensor -> spec.flaw(tensor).orElse(null);
        return concat(
                lit("its tensor "),
                udf(flaw, DataTypes.StringType).apply(col(SampleColumns.TENSOR)));
    }

    /** The schema with the source's own columns between {@code tensor} and {@code rejection}. */
    public static StructType schema(StructField... extras) {
        List<StructField> fields = new ArrayList<>();
        fields.add(new StructField(ID, DataTypes.StringType, false, Metadata.empty()));
        fields.add(new StructField(GROUP, DataTypes.StringType, true, Metadata.empty()));
        fields.add(new StructField(LABEL, DataTypes.StringType, true, Metadata.empty()));
        fields.add(new StructField(SPLIT, DataTypes.StringType, true, Metadata.empty()));
        fields.add(new StructField(TENSOR, DataTypes.BinaryType, true, Metadata.empty()));
        fields.addAll(List.of(extras));
        fields.add(new StructField(REJECTION, REJECTION_TYPE, true, Metadata.empty()));
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** A sample's row; {@code extras} in the order given to {@link #schema}. */
    public static Row sample(
            String id, String group, String label, String split, byte[] tensor, Object... extras) {
        Object[] values = new Object[6 + extras.length];
        values[0] = id;
        values[1] = group;
        values[2] = label;
        values[3] = split;
        values[4] = tensor;
        System.arraycopy(extras, 0, values, 5, extras.length);
        return RowFactory.create(values);
    }

    /**
     * A rejected row.
     *
     * @param id the sample it would have become
     * @param path the file
     * @param position where in the file: {@code byte 16}, {@code line 3}; null where the whole file
     *     is meant
     * @param reason what is wrong with it, one sentence without a full stop
     * @param extras how many columns of its own the source has
     */
    public static Row rejected(String id, String path, String position, String reason, int extras) {
        Object[] values = new Object[6 + extras];
        values[0] = id;
        values[5 + extras] = RowFactory.create(path, position, reason);
        return RowFactory.create(values);
    }
}
