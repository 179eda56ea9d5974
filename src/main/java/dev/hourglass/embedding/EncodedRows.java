package dev.hourglass.embedding;

import dev.hourglass.network.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Rows with what a network makes of them, computed a batch at a time as they are asked for. */
final class EncodedRows implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Autoencoder autoencoder;
    private final RowEncoding encoding;
    private final int elements;

    /** Filled anew for every batch. */
    private final float[] inputs;

    private Iterator<Row> encoded = List.<Row>of().iterator();

    EncodedRows(Iterator<Row> rows, Autoencoder autoencoder, RowEncoding encoding) {
        this.rows = rows;
        this.autoencoder = autoencoder;
        this.encoding = encoding;
        this.elements = autoencoder.spec().elements();
        this.inputs = new float[encoding.batch() * elements];
    }

    @Override
    public boolean hasNext() {
        if (!encoded.hasNext() && rows.hasNext()) {
            encoded = encode(nextBatch()).iterator();
        }
        return encoded.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return encoded.next();
    }

    private List<Row> nextBatch() {
        List<Row> batch = new ArrayList<>(encoding.batch());
        while (batch.size() < encoding.batch() && rows.hasNext()) {
            Row row = rows.next();
            encoding.input().read(row, inputs, batch.size() * elements);
            batch.add(row);
        }
        return batch;
    }

    private List<Row> encode(List<Row> batch) {
        int size = batch.size();
        float[] values = size == encoding.batch() ? inputs : Arrays.copyOf(inputs, size * elements);
        float[] codes = autoencoder.encode(values, size);
        float[] outputs = encoding.reconstructs() ? autoencoder.decode(codes, size) : null;
        List<Row> done = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Encoded made = new Encoded(values, codes, outputs, size, i);
            done.add(encoding.output().row(batch.get(i), made));
        }
        return done;
    }
}
