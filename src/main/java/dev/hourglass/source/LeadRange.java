package dev.hourglass.source;

import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import java.io.IOException;

/**
 * The least and the greatest number of a lead over its whole record, which {@link #scale} brings to
 * 0 and 1. A flat lead becomes zeros.
 *
 * @param least in the lead's unit
 * @param greatest in the lead's unit
 */
record LeadRange(float least, float greatest) {
    /** The unit of a signal in shares of its lead's range. */
    static final String UNIT = "range";

    /** Reads a lead through; samples that were not recorded do not count. */
    static LeadRange of(LeadSamples samples) throws IOException {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        int[] sample = new int[1];
        try (LeadReader reader = samples.reader()) {
            while (reader.position() < samples.length()) {
                long position = reader.position();
                reader.read(sample, 0, 1);
                if (sample[0] == LeadReader.MISSING) {
                    // A gap between segments may be of any length.
                    long next = samples.nextRecorded(position + 1).orElse(samples.length());
                    reader.skip(next - reader.position());
                    continue;
                }
                double physical = samples.calibration(position).orElseThrow().physical(sample[0]);
                least = Math.min(least, (float) physical);
                greatest = Math.max(greatest, (float) physical);
            }
        }
        return new LeadRange(least, greatest);
    }

    /** Brings numbers of the lead, in its unit, to 0 to 1, in place. */
    void scale(float[] signal) {
        double span = greatest > least ? (double) greatest - least : 1;
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) ((signal[i] - (double) least) / span);
        }
    }
}
