package dev.hourglass.source.wfdb;

import java.io.Closeable;
import java.io.IOException;

/** One signal's samples, picked out of the file it shares with others. */
final class SignalReader implements Closeable {
    private final SampleStream stream;
    private final long samplesPerFrame;
    private final long before;
    private final long after;
    private final int missingMark;
    private long skew;
    private long remaining;
    private long withinFrame;

    /**
     * @param before samples in a frame before the signal's own
     * @param after samples in a frame after the signal's own
     * @param samples how many samples of the signal the file holds
     */
    SignalReader(
            SampleStream stream,
            SignalSpec signal,
            long before,
            long after,
            long samples,
            int missingMark) {
        this.stream = stream;
        this.samplesPerFrame = signal.samplesPerFrame();
        this.before = before;
        this.after = after;
        this.missingMark = missingMark;
        this.skew = signal.skew();
        this.remaining = samples;
    }

    /**
     * The next sample in ADC units, from sample 0 of the record on; {@link LeadReader#MISSING}
     * where it was not recorded, and after the file's last.
     */
    int next() throws IOException {
        for (; skew > 0 && remaining > 0; skew--) {
            stored();
        }
        if (remaining == 0) {
            return LeadReader.MISSING;
        }
        int sample = stored();
        return sample == missingMark ? LeadReader.MISSING : sample;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private int stored() throws IOException {
        if (withinFrame == 0) {
            stream.skip(before);
        }
        int sample = stream.next();
        remaining--;
        withinFrame++;
        if (withinFrame == samplesPerFrame) {
            withinFrame = 0;
            stream.skip(after);
        }
        return sample;
    }
}
