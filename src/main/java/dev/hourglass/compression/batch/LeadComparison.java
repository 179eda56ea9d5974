package dev.hourglass.compression.batch;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.compression.quality.QrsDetector;
import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.LeadReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A lead held against what comes back of it, sample by sample, and its promise window by window. It
 * knows nothing of how the promise was kept.
 */
final class LeadComparison implements Closeable {
    /** What doubles round by, as a share of a bound. */
    private static final double ROUNDING = 1e-9;

    private final LeadReader original;
    private final Calibration calibration;
    private final HgcHeader.Promise promise;
    private final int segment;
    private final Distortion whole = new Distortion();
    private final Optional<QrsDetector> before;
    private final Optional<QrsDetector> after;

    private Distortion window = new Distortion();
    private double worstWindow = Double.NaN;
    private double least = Double.POSITIVE_INFINITY;

    /** In ADC units, of which the physical ones are rounded. */
    private double greatestError;

    private double lastOriginal;
    private double lastDecoded;
    private long position;
    private Optional<String> flaw = Optional.empty();

    /**
     * @param original at the lead's first sample; closed with this
     * @param calibration voltages in mV
     * @param segment samples of a window that it answers for
     * @param frequency samples a second, Hz
     */
    LeadComparison(
            LeadReader original,
            Calibration calibration,
            HgcHeader.Promise promise,
            int segment,
            double frequency) {
        this.original = original;
        this.calibration = calibration;
        this.promise = promise;
        this.segment = segment;
        boolean detects = frequency >= QrsDetector.LOWEST_FREQUENCY;
        this.before = detects ? Optional.of(new QrsDetector(frequency)) : Optional.empty();
        this.after = detects ? Optional.of(new QrsDetector(frequency)) : Optional.empty();
    }

    /** Takes the next samples that came back, in ADC units. */
    void add(int[] decoded, int count) throws IOException {
        int[] originals = new int[count];
        original.read(originals, 0, count);
        for (int i = 0; i < count; i++) {
            add(originals[i], decoded[i]);
        }
    }

    /** Ends the last window. */
    void finish() {
        if (position % segment != 0) {
            finishWindow();
        }
    }

    /** Of all samples that were recorded, in the signal's unit, voltages in mV. */
    Distortion whole() {
        return whole;
    }

    /** The greatest PRDN of a window in percent; NaN where there is none. */
    double worstWindow() {
        return worstWindow;
    }

    /** The greatest absolute error, in the signal's unit. */
    double maximumError() {
        return greatestError / Math.abs(calibration.gain());
    }

    /** The least value of the original, in the signal's unit. */
    double least() {
        return least;
    }

    /** Samples that came back. */
    long samples() {
        return position;
    }

    /** R peaks of the original; empty where the sampling rate is too low to find any. */
    Optional<long[]> beatsBefore() {
        return before.map(QrsDetector::finish);
    }

    /** R peaks of what came back. */
    Optional<long[]> beatsAfter() {
        return after.map(QrsDetector::finish);
    }

    /** The first way in which the promise was not kept. */
    Optional<String> flaw() {
        return flaw;
    }

    @Override
    public void close() throws IOException {
        original.close();
    }

    private void add(int sample, int decoded) {
        boolean recorded = sample != LeadReader.MISSING;
        if (recorded != (decoded != LeadReader.MISSING)) {
            note("sample " + position + " is missing in one of both");
        } else if (recorded) {
            lastOriginal = calibration.physical(sample);
            lastDecoded = calibration.physical(decoded);
            whole.add(lastOriginal, lastDecoded);
            window.add(sample, decoded);
            least = Math.min(least, lastOriginal);
            greatestError = Math.max(greatestError, Math.abs(sample - decoded));
        }
        before.ifPresent(detector -> detector.add(lastOriginal));
        after.ifPresent(detector -> detector.add(lastDecoded));
        position++;
        if (position % segment == 0) {
            finishWindow();
        }
    }

    private void finishWindow() {
        if (window.samples() > 0) {
            double prdn = window.prdn();
            double error = window.maximumError() / Math.abs(calibration.gain());
            require(prdn, promise.maximumPrdn(), "PRDN");
            require(error, promise.maximumError(), "largest error");
            worstWindow = Double.isNaN(worstWindow) ? prdn : Math.max(worstWindow, prdn);
        }
        window = new Distortion();
    }

    private void require(double value, Double bound, String what) {
        if (bound != null && !(value <= bound * (1 + ROUNDING))) {
            long number = (position - 1) / segment;
            note("the %s of window %d is %s, above %s".formatted(what, number, value, bound));
        }
    }

    private void note(String what) {
        if (flaw.isEmpty()) {
            flaw = Optional.of(what);
        }
    }
}
