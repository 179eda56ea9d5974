package dev.hourglass.source;

import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Cuts rows out of one record, from its first sample to its last. It holds one sample's length of
 * the record at a time, which cuts that overlap share.
 */
final class WfdbCutter implements Iterator<Row> {
    private final String record;
    private final String path;
    private final String lead;
    private final LeadSamples samples;
    private final TensorSpec tensorSpec;
    private final LeadRange range;
    private final Iterator<Cut> cuts;
    private final LeadReader reader;
    private final int[] window;

    /**
     * Where a sample is cut out of the record.
     *
     * @param start its first sample's number
     * @param label null where there is none
     */
    record Cut(long start, String label) {}

    /**
     * @param range of the lead; null where samples are not scaled by it
     * @param cuts in the order of their starts, each within the record
     */
    WfdbCutter(
            String record,
            String path,
            String lead,
            LeadSamples samples,
            TensorSpec tensorSpec,
            LeadRange range,
            Iterator<Cut> cuts) {
        this.record = record;
        this.path = path;
        this.lead = lead;
        this.samples = samples;
        this.tensorSpec = tensorSpec;
        this.range = range;
        this.cuts = cuts;
        this.reader = samples.reader();
        this.window = new int[tensorSpec.elements()];
        // A task may end early (a limit, a failure) and never ask for the last row.
        TaskCompletionListener closing = context -> close();
        TaskContext.get().addTaskCompletionListener(closing);
    }

    @Override
    public boolean hasNext() {
        boolean more = cuts.hasNext();
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public Row next() {
        Cut cut = cuts.next();
        fill(cut.start());
        String id = "%s/%s/%07d".formatted(record, lead, cut.start());
        int missing = ArrayUtils.indexOf(window, LeadReader.MISSING);
        if (missing >= 0) {
            return SampleColumns.rejected(
                    id,
                    path,
                    "sample " + (cut.start() + missing),
                    "The sample was not recorded",
                    WfdbSource.EXTRAS.length);
        }
        return SampleColumns.sample(
                id,
                record,
                cut.label(),
                null,
                tensor(cut.start()),
                record,
                lead,
                cut.start(),
                path);
    }

    /** Moves the window on, reading only what it does not hold already. */
    private void fill(long start) {
        try {
            int held = (int) Math.max(0, reader.position() - start);
            System.arraycopy(window, window.length - held, window, 0, held);
            reader.skip(start + held - reader.position());
            reader.read(window, held, window.length - held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] tensor(long start) {
        ByteBuffer tensor = ByteBuffer.allocate(tensorSpec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (tensorSpec.dtype() == DType.INT16) {
            for (int sample : window) {
                tensor.putShort((short) sample);
            }
            return tensor.array();
        }
        float[] physical = new float[window.length];
        for (int i = 0; i < window.length; i++) {
            physical[i] = (float) samples.calibration(start + i).orElseThrow().physical(window[i]);
        }
        if (tensorSpec.unit().equals(SignalScale.UNIT)) {
            SignalScale.of(physical).standardise(physical);
        } else if (range != null) {
            range.scale(physical);
        }
        tensor.asFloatBuffer().put(physical);
        return tensor.array();
    }

    private void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
