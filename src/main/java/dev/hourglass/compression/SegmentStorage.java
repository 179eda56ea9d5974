package dev.hourglass.compression;

import dev.hourglass.compression.StoredWindow.Mode;
import dev.hourglass.compression.entropy.DpcmDecoder;
import dev.hourglass.compression.entropy.DpcmEncoder;
import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.compression.entropy.RangeDecoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import dev.hourglass.source.wfdb.LeadReader;
import java.util.Arrays;

/** Chooses how segments are stored so that each keeps its bounds in the fewest bits. */
final class SegmentStorage {
    /**
     * How far the networks' outputs may differ from processor to processor, in standard deviations:
     * some hundred times what float32 rounds by. So near to the middle between two ADC units, a
     * reconstruction may be rounded to either.
     */
    private static final double NETWORK_TOLERANCE = 1e-4;

    private static final double LEAST_TOLERANCE = 1e-3;

    private final QualityBound bound;
    private final SampleRange range;

    SegmentStorage(QualityBound bound, SampleRange range) {
        this.bound = bound;
        this.range = range;
    }

    /**
     * Samples that are stored apart from the network, and what they take.
     *
     * @param decoded what a decoder has instead of {@code samples}
     */
    private record Extra(int maximumError, int[] samples, int[] decoded, int bytes) {}

    /**
     * Whether a window is stored in fewer bytes without its code.
     *
     * @param deviation of the window, in ADC units
     */
    boolean isBetterPredicted(
            int[] window, int from, double[] reconstruction, double deviation, double codeBits) {
        double tolerance = tolerance(deviation);
        if (keeps(window, from, reconstruction, tolerance)) {
            return false;
        }
        Extra correction = correction(window, from, reconstruction, tolerance);
        Extra prediction = prediction(window, from, reconstruction.length);
        return prediction.bytes() < correction.bytes() + codeBits / Byte.SIZE;
    }

    /**
     * How a segment is stored whose window has a code.
     *
     * @param window of which the segment begins at {@code from}
     * @param reconstruction of the segment, faded into its neighbours
     * @param deviation the greatest of the windows that fade into it, in ADC units
     */
    StoredWindow withCode(
            int[] window,
            int from,
            double[] reconstruction,
            double deviation,
            WindowScale scale,
            int[] code) {
        int[] gaps = gaps(window, from, reconstruction.length);
        double tolerance = tolerance(deviation);
        if (keeps(window, from, reconstruction, tolerance)) {
            return new StoredWindow(Mode.TRANSFORMED, gaps, scale, code, 0, null);
        }
        Extra correction = correction(window, from, reconstruction, tolerance);
        Extra prediction = prediction(window, from, reconstruction.length);
        boolean corrected = correction.bytes() < prediction.bytes();
        Extra extra = corrected ? correction : prediction;
        return new StoredWindow(
                corrected ? Mode.CORRECTED : Mode.REPLACED,
                gaps,
                scale,
                code,
                extra.maximumError(),
                extra.samples());
    }

    /** How a segment is stored whose window has none. */
    StoredWindow withoutCode(int[] window, int from, int length) {
        Extra extra = prediction(window, from, length);
        return new StoredWindow(
                Mode.PREDICTED,
                gaps(window, from, length),
                null,
                null,
                extra.maximumError(),
                extra.samples());
    }

    private static double tolerance(double deviation) {
        return Math.max(LEAST_TOLERANCE, NETWORK_TOLERANCE * deviation);
    }

    private boolean keeps(int[] window, int from, double[] reconstruction, double tolerance) {
        int[] none = new int[reconstruction.length];
        return bound.holds(window, from, errors(window, from, reconstruction, tolerance, none));
    }

    /** The greatest errors, on any processor, of a rounded reconstruction after its correction. */
    private int[] errors(
            int[] window, int from, double[] reconstruction, double tolerance, int[] correction) {
        int[] errors = new int[reconstruction.length];
        for (int i = 0; i < errors.length; i++) {
            int one = range.round(reconstruction[i] - tolerance) + correction[i];
            int other = range.round(reconstruction[i] + tolerance) + correction[i];
            errors[i] =
                    Math.max(Math.abs(window[from + i] - one), Math.abs(window[from + i] - other));
        }
        return errors;
    }

    private Extra correction(int[] window, int from, double[] reconstruction, double tolerance) {
        int[] differences = new int[reconstruction.length];
        for (int i = 0; i < differences.length; i++) {
            if (window[from + i] != LeadReader.MISSING) {
                differences[i] = window[from + i] - range.round(reconstruction[i]);
            }
        }
        int likely = bound.likelyMaximumError(window, from, differences.length);
        for (int maximumError = likely; maximumError >= 0; maximumError = less(maximumError)) {
            Extra extra = encoded(differences, maximumError);
            if (bound.holds(
                    window,
                    from,
                    errors(window, from, reconstruction, tolerance, extra.decoded()))) {
                return extra;
            }
        }
        // Where a rounding is open, no correction makes it certain.
        return new Extra(0, differences, differences, Integer.MAX_VALUE);
    }

    private Extra prediction(int[] window, int from, int length) {
        int[] samples = Arrays.copyOfRange(window, from, from + length);
        int last = 0;
        for (int i = 0; i < length; i++) {
            last = samples[i] == LeadReader.MISSING ? last : samples[i];
            samples[i] = last;
        }
        int likely = bound.likelyMaximumError(window, from, length);
        for (int maximumError = likely; maximumError > 0; maximumError = less(maximumError)) {
            Extra extra = encoded(samples, maximumError);
            int[] errors = new int[length];
            Arrays.setAll(errors, i -> samples[i] - range.round(extra.decoded()[i]));
            if (bound.holds(window, from, errors)) {
                return extra;
            }
        }
        return encoded(samples, 0);
    }

    private static int less(int maximumError) {
        return maximumError - Math.max(1, maximumError / 8);
    }

    private static Extra encoded(int[] samples, int maximumError) {
        RangeEncoder out = new RangeEncoder();
        new DpcmEncoder(maximumError).encode(samples, 0, samples.length, out);
        byte[] code = out.finish();
        if (maximumError == 0) {
            return new Extra(0, samples, samples, code.length);
        }
        int[] decoded = new int[samples.length];
        try {
            new DpcmDecoder(maximumError)
                    .decode(new RangeDecoder(code), decoded, 0, decoded.length);
        } catch (MalformedCodeException e) {
            throw new IllegalStateException("the decoder cannot read what was encoded", e);
        }
        return new Extra(maximumError, samples, decoded, code.length);
    }

    /** Lengths of runs that were recorded and that were not, in turn, if any was not. */
    private static int[] gaps(int[] window, int from, int length) {
        int[] runs = new int[length + 1];
        int count = 0;
        boolean recorded = true;
        for (int i = from; i < from + length; i++) {
            if (window[i] != LeadReader.MISSING != recorded) {
                recorded = !recorded;
                count++;
            }
            runs[count]++;
        }
        return count == 0 ? new int[0] : Arrays.copyOf(runs, count + 1);
    }
}
