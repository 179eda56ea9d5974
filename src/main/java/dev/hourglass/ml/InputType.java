package dev.hourglass.ml;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.DType;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The types of columns whose values are samples. */
enum InputType {
    VECTOR(DType.FLOAT32),
    NUMBERS(DType.FLOAT32),
    BYTES(DType.UINT8),
    IMAGE(DType.UINT8);

    private final DType dtype;

    InputType(DType dtype) {
        this.dtype = dtype;
    }

    /**
     * The type of a column.
     *
     * @throws HourglassException with CONFIGURATION where there is no such column, or its values
     *     are no samples
     */
    static InputType of(StructType schema, String column) {
        if (!Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "There is no column of this name",
                    "inputCol = "
                            + column
                            + "; there are "
                            + String.join(", ", schema.fieldNames()),
                    "give the name of one of these with setInputCol");
        }
        DataType type = schema.apply(column).dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return VECTOR;
        }
        if (type instanceof ArrayType array
                && List.of(DataTypes.FloatType, DataTypes.DoubleType)
                        .contains(array.elementType())) {
            return NUMBERS;
        }
        if (type.equals(DataTypes.BinaryType)) {
            return BYTES;
        }
        if (type instanceof StructType struct && isImage(struct)) {
            return IMAGE;
        }
        throw new HourglassException(
                ErrorCode.CONFIGURATION,
                "Values of this type cannot be encoded",
                "column " + column + ": " + type.catalogString(),
                "give vectors, array<float>, array<double>, binary or Spark's images; VectorAssembler"
                        + " makes vectors of columns of numbers");
    }

    /** How its elements are stored. */
    DType dtype() {
        return dtype;
    }

    /**
     * The shape of a value that is not null; of an image that could not be read, one of 0 or less.
     */
    List<Integer> shape(Object value) {
        return switch (this) {
            case VECTOR -> List.of(((Vector) value).size());
            case NUMBERS -> List.of(((scala.collection.Seq<?>) value).size());
            case BYTES -> List.of(((byte[]) value).length);
            case IMAGE -> {
                Row image = (Row) value;
                yield List.of(
                        ImageSchema.getHeight(image),
                        ImageSchema.getWidth(image),
                        ImageSchema.getNChannels(image));
            }
        };
    }

    private static boolean isImage(StructType struct) {
        StructField[] fields = ImageSchema.columnSchema().fields();
        boolean same = struct.length() == fields.length;
        for (int i = 0; same && i < fields.length; i++) {
            StructField found = struct.fields()[i];
            same =
                    found.name().equals(fields[i].name())
                            && found.dataType().equals(fields[i].dataType());
        }
        return same;
    }
}
