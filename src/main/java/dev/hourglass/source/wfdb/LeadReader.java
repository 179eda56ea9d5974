package dev.hourglass.source.wfdb;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Streams a lead's samples from the first to the last. Files are opened as they are reached. */
public final class LeadReader implements Closeable {
    /** Stands for a sample that was not recorded; no format has samples as low as this. */
    public static final int MISSING = Integer.MIN_VALUE;

    private final Iterator<LeadSamples.Stretch> stretches;
    private LeadSamples.Stretch stretch;
    private SignalReader signal;
    private long position;

    LeadReader(List<LeadSamples.Stretch> stretches) {
        this.stretches = stretches.iterator();
    }

    /** The number of the next sample. */
    public long position() {
        return position;
    }

    /**
     * Reads the next {@code count} samples in ADC units, {@link #MISSING} for those not recorded.
     *
     * @param target receives them from {@code from} on
     * @throws IOException also where they go beyond {@link LeadSamples#length()}
     */
    public void read(int[] target, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            target[i] = next();
        }
    }

    /** Passes over the next {@code count} samples. */
    public void skip(long count) throws IOException {
        long target = position + count;
        while (position < target) {
            next();
            if (signal == null) {
                // Gaps can be long, and cost nothing to pass over.
                position = Math.min(target, stretch.start() + stretch.length());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (signal != null) {
            signal.close();
            signal = null;
        }
    }

    private int next() throws IOException {
        if (stretch == null || position == stretch.start() + stretch.length()) {
            advance();
        }
        position++;
        return signal == null ? MISSING : signal.next();
    }

    private void advance() throws IOException {
        close();
        if (!stretches.hasNext()) {
            throw new IOException("No samples are left after sample " + (position - 1));
        }
        stretch = stretches.next();
        if (stretch.file().isPresent()) {
            SignalSpec recorded = stretch.signal().orElseThrow();
            long frames = stretch.length() / recorded.samplesPerFrame();
            signal = stretch.file().get().reader(recorded, frames);
        }
    }
}
