package dev.hourglass.embedding;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.DType;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A folder that files of samples arrive in, at any depth: Parquet, or JSON with one object a line.
 * Of their columns {@code id}, {@code label} and {@code tensor} are read, the tensor as the bytes
 * that a dataset would have, in JSON as base64.
 */
public final class StreamInput {
    /** The file that a row is from. */
    static final String PATH = "path";

    /** Why a row cannot be embedded; null where it can. */
    static final String REASON = "reason";

    /** The text of a line that is no JSON object of the schema, which Spark's reader puts there. */
    private static final String CORRUPT = "_corrupt_record";

    /** Characters of such a line that a reason shows. */
    private static final int SHOWN = 100;

    /** Spark passes over files that are older by this than the newest: none is to be lost so. */
    private static final String AGELESS = "36500d";

    private static final StructType SCHEMA =
            new StructType()
                    .add(SampleColumns.ID, DataTypes.StringType)
                    .add(SampleColumns.LABEL, DataTypes.StringType)
                    .add(SampleColumns.TENSOR, DataTypes.BinaryType);

    private final SparkSession spark;
    private final StreamSettings settings;
    private final Path folder;

    private StreamInput(SparkSession spark, StreamSettings settings, Path folder) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
    }

    /**
     * The folder that the settings name.
     *
     * @throws HourglassException with SOURCE_UNREADABLE where there is no such folder
     */
    public static StreamInput open(SparkSession spark, StreamSettings settings) {
        try {
            Path given = new Path(settings.folder());
            FileSystem files = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
            Path folder = files.makeQualified(given);
            if (!files.getFileStatus(folder).isDirectory()) {
                throw new IOException("it is a file");
            }
            return new StreamInput(spark, settings, folder);
        } catch (IOException | IllegalArgumentException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The folder cannot be read that files arrive in",
                    "stream.input = " + settings.folder() + ": " + e.getMessage(),
                    "create it, or name one that exists",
                    e);
        }
    }

    /** The folder, in full. */
    Path folder() {
        return folder;
    }

    StreamSettings.Format format() {
        return settings.format();
    }

    /** The rows of its files, of those that are there and those to come. */
    public Dataset<Row> rows() {
        StructType schema =
                settings.format() == StreamSettings.Format.JSON
                        ? SCHEMA.add(CORRUPT, DataTypes.StringType)
                        : SCHEMA;
        Dataset<Row> rows =
                spark.readStream()
                        .format(settings.format().toString())
                        .schema(schema)
                        .option("recursiveFileLookup", true)
                        .option("maxFilesPerTrigger", settings.maxFiles())
                        .option("maxFileAge", AGELESS)
                        .load(folder.toString());
        Column corrupt =
                settings.format() == StreamSettings.Format.JSON
                        ? col(CORRUPT)
                        : lit(null).cast(DataTypes.StringType);
        return rows.select(
                col(SampleColumns.ID),
                col(SampleColumns.LABEL),
                col(SampleColumns.TENSOR),
                corrupt.as(CORRUPT),
                col("_metadata.file_path").as(PATH));
    }

    /**
     * Adds {@link #REASON} to rows of {@link #rows}.
     *
     * @param tensor what a model takes
     */
    static Dataset<Row> judged(Dataset<Row> rows, TensorSpec tensor) {
        Column reason =
                when(
                                col(CORRUPT).isNotNull(),
                                concat(
                                        lit("it is no JSON object of such columns: "),
                                        substring(col(CORRUPT), 1, SHOWN)))
                        .when(col(SampleColumns.ID).isNull(), lit("it has no id"))
                        .when(col(SampleColumns.TENSOR).isNull(), lit("it has no tensor"))
                        .otherwise(SampleColumns.tensorFlaw(tensor));
        if (tensor.dtype() == DType.FLOAT32) {
            UDF1<byte[], Boolean> finite = stored -> isFinite(stored, tensor);
            UserDefinedFunction check = udf(finite, DataTypes.BooleanType);
            reason =
                    coalesce(
                            reason,
                            when(
                                    not(check.apply(col(SampleColumns.TENSOR))),
                                    lit("its tensor has a number that is not finite")));
        }
        return rows.withColumn(REASON, reason);
    }

    private static boolean isFinite(byte[] stored, TensorSpec tensor) {
        if (stored == null) {
            return false;
        }
        float[] values = new float[stored.length / tensor.dtype().bytes()];
        tensor.decode(stored, values, 0);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
