package dev.hourglass.ml;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that encoding reads and adds. */
final class Columns {
    private Columns() {}

    /** Gives a new stage the usual names. */
    static void setDefaults(EncodingParams<?> stage) {
        stage.setDefault(stage.inputCol(), "features");
        stage.setDefault(stage.outputCol(), "embedding");
        stage.setDefault(stage.handleInvalid(), "error");
        stage.setDefault(stage.embedBatch(), 256);
    }

    /**
     * The schema of rows that have been encoded.
     *
     * @param schema before
     * @param bottleneck width of the embedding
     * @throws HourglassException with CONFIGURATION where the input cannot be encoded, or a column
     *     that would be added is there already
     */
    static StructType encoded(StructType schema, EncodingParams<?> stage, int bottleneck) {
        InputType.of(schema, stage.getInputCol());
        Metadata width = new AttributeGroup(stage.getOutputCol(), bottleneck).toMetadata();
        StructType encoded =
                added(schema, stage, stage.outputCol(), SQLDataTypes.VectorType(), width);
        if (stage.isDefined(stage.reconstructionCol())) {
            encoded =
                    added(
                            encoded,
                            stage,
                            stage.reconstructionCol(),
                            SQLDataTypes.VectorType(),
                            Metadata.empty());
        }
        if (stage.isDefined(stage.errorCol())) {
            encoded =
                    added(encoded, stage, stage.errorCol(), DataTypes.DoubleType, Metadata.empty());
        }
        return encoded;
    }

    /** A column by its name, which may have dots in it. */
    static Column named(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** Where a row is that Spark's function numbers so. */
    static String position(long number) {
        return "the row whose monotonically_increasing_id() is " + number;
    }

    private static StructType added(
            StructType schema,
            EncodingParams<?> stage,
            Param<String> column,
            DataType type,
            Metadata metadata) {
        String name = stage.getOrDefault(column);
        if (Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A column of this name is there already",
                    column.name() + " = " + name,
                    "give another name, or drop the column first");
        }
        boolean nullable = !stage.getHandleInvalid().equals("error");
        return schema.add(new StructField(name, type, nullable, metadata));
    }
}
