package dev.hourglass.embedding;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * What an executor does with a partition: streams its rows through a network, a batch at a time, so
 * that memory does not depend on how many there are.
 *
 * @param pool of networks
 * @param batch rows encoded at once
 * @param reconstructs whether the decoder runs too
 * @param input how a row is read
 * @param output what becomes of it
 */
public record RowEncoding(
        Broadcast<AutoencoderPool> pool,
        int batch,
        boolean reconstructs,
        Input input,
        Output output)
        implements MapPartitionsFunction<Row, Row> {
    /** How a row's tensor is read. */
    @FunctionalInterface
    public interface Input extends Serializable {
        /** Writes the row's elements, physical values in row-major order, from a position on. */
        void read(Row row, float[] values, int position);
    }

    /** What becomes of a row. */
    @FunctionalInterface
    public interface Output extends Serializable {
        /** The row to put in its place. */
        Row row(Row row, Encoded made);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new EncodedRows(rows, pool.value().lendToTask(), this);
    }
}
