package dev.hourglass.ml;

import dev.hourglass.embedding.Encoded;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.network.layer.LossFunction;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How rows go into a network, and what they are when they come out of it.
 *
 * @param input the column that is read
 * @param position of that column
 * @param width columns before encoding; one more follows, the row's number, which is null in
 *     streams
 * @param fails whether a flawed value is an error; it becomes nulls else
 * @param reconstruction whether the reconstruction is added
 * @param error whether its error is
 */
record RowCoder(
        InputColumn input,
        int position,
        int width,
        boolean fails,
        boolean reconstruction,
        boolean error)
        implements Serializable {
    /** Whether the decoder is needed. */
    boolean reconstructs() {
        return reconstruction || error;
    }

    /**
     * Writes a row's elements, zeros for those of a flawed one.
     *
     * @throws HourglassException with SOURCE_MALFORMED where a flaw is an error
     */
    void read(Row row, float[] values, int from) {
        InputColumn.Reading reading = input.read(row.get(position));
        if (reading.flaw() == null) {
            input.tensor().decode(reading.tensor(), values, from);
        } else if (fails) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "A row cannot be encoded: " + reading.flaw(),
                    "column " + input.name() + ", " + place(row),
                    "mend such rows, or setHandleInvalid to skip or keep");
        } else {
            Arrays.fill(values, from, from + input.tensor().elements(), 0);
        }
    }

    /** The row with its embedding and what else is wanted. */
    Row add(Row row, Encoded made) {
        int added = 1 + (reconstruction ? 1 : 0) + (error ? 1 : 0);
        Object[] columns = new Object[width + added];
        for (int i = 0; i < width; i++) {
            columns[i] = row.get(i);
        }
        if (fails || input.read(row.get(position)).flaw() == null) {
            int next = width;
            columns[next++] = vector(made.code());
            if (reconstruction) {
                columns[next++] = vector(made.reconstruction());
            }
            if (error) {
                columns[next] = (double) made.error(LossFunction.SQUARED_ERROR);
            }
        }
        return RowFactory.create(columns);
    }

    private String place(Row row) {
        return row.isNullAt(width) ? "a row of the stream" : Columns.position(row.getLong(width));
    }

    private static Vector vector(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return Vectors.dense(wide);
    }
}
