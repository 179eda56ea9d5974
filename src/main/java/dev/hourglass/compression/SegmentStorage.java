package dev.hourglass.compression;

import dev.hourglass.compression.StoredWindow.Mode;
import dev.hourglass.compression.entropy.DpcmEncoder;
import dev.hourglass.compression.entropy.RangeEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * Chooses how the segments of one signal, which come in turn, are stored so that each keeps its
 * bounds in the fewest bits.
 */
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
    private final Trial corrections = new Trial();
    private final Trial predictions = new Trial();

    SegmentStorage(QualityBound bound, SampleRange range) {
        this.bound = bound;
        this.range = range;
    }

    /** Tells what samples take, by a coder that goes on from trial to trial as a block's does. */
    private static final class Trial {
        private final DpcmEncoder encoder = new DpcmEncoder();

        int bytes(int[] samples, int maximumError) {
            RangeEncoder out = new RangeEncoder();
            encoder.encode(samples, 0, samples.length, maximumError, out);
            return out.length();
        }
    }

    /**
     * The samples of a segment that were recorded, and what a network makes of them.
     *
     * @param tolerance of the reconstruction, in ADC units
     */
    private record Reconstructed(int[] samples, double[] reconstruction, double tolerance) {
        static Reconstructed of(
                int[] window, int from, Gaps gaps, double[] segment, double deviation) {
            int[] places = gaps.places(segment.length);
            return new Reconstructed(
                    recorded(window, from, places),
                    Arrays.stream(places).mapToDouble(place -> segment[place]).toArray(),
                    Math.max(LEAST_TOLERANCE, NETWORK_TOLERANCE * deviation));
        }
    }

    /** A window stored without a code. */
    StoredWindow predicted(int[] window, int from, int length) {
        Gaps gaps = Gaps.of(window, from, length);
        int[] samples = recorded(window, from, gaps.places(length));
        return new StoredWindow(
                Mode.PREDICTED, gaps, null, null, predictionError(samples), samples);
    }

    /**
     * A window stored without its code, if this takes fewer bits than with it.
     *
     * @param window of which the segment begins at {@code from}
     * @param reconstruction of the segment, not yet faded into its neighbours
     * @param deviation of the window, in ADC units
     * @param codeBits what the code costs; asked for only where a comparison needs it
     */
    Optional<StoredWindow> betterPredicted(
            int[] window,
            int from,
            double[] reconstruction,
            double deviation,
            DoubleSupplier codeBits) {
        Gaps gaps = Gaps.of(window, from, reconstruction.length);
        Reconstructed segment = Reconstructed.of(window, from, gaps, reconstruction, deviation);
        if (keeps(segment)) {
            return Optional.empty();
        }
        StoredWindow predicted = predicted(window, from, reconstruction.length);
        int bytes = predictions.bytes(predicted.samples(), predicted.maximumError());
        int[] differences = differences(segment);
        OptionalInt error = correctionError(segment, differences);
        boolean better =
                error.isEmpty()
                        || bytes
                                < corrections.bytes(differences, error.getAsInt())
                                        + codeBits.getAsDouble() / Byte.SIZE;
        return better ? Optional.of(predicted) : Optional.empty();
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
        Gaps gaps = Gaps.of(window, from, reconstruction.length);
        Reconstructed segment = Reconstructed.of(window, from, gaps, reconstruction, deviation);
        if (keeps(segment)) {
            return new StoredWindow(Mode.TRANSFORMED, gaps, scale, code, 0, null);
        }
        int[] differences = differences(segment);
        OptionalInt error = correctionError(segment, differences);
        if (error.isPresent()) {
            return new StoredWindow(
                    Mode.CORRECTED, gaps, scale, code, error.getAsInt(), differences);
        }
        int[] samples = segment.samples();
        return new StoredWindow(
                Mode.REPLACED, gaps, scale, code, predictionError(samples), samples);
    }

    private static int[] recorded(int[] window, int from, int[] places) {
        return Arrays.stream(places).map(place -> window[from + place]).toArray();
    }

    private boolean keeps(Reconstructed segment) {
        return bound.equals(QualityBound.NONE)
                || bound.holds(
                        segment.samples(), errors(segment, new int[segment.samples().length]));
    }

    /** The greatest errors, on any processor, of a rounded reconstruction after its correction. */
    private int[] errors(Reconstructed segment, int[] correction) {
        int[] errors = new int[correction.length];
        for (int i = 0; i < errors.length; i++) {
            int sample = segment.samples()[i] - correction[i];
            double reconstruction = segment.reconstruction()[i];
            int one = range.round(reconstruction - segment.tolerance());
            int other = range.round(reconstruction + segment.tolerance());
            errors[i] = Math.max(Math.abs(sample - one), Math.abs(sample - other));
        }
        return errors;
    }

    private int[] differences(Reconstructed segment) {
        int[] differences = new int[segment.samples().length];
        Arrays.setAll(
                differences, i -> segment.samples()[i] - range.round(segment.reconstruction()[i]));
        return differences;
    }

    /**
     * The greatest maximum error of differences with which a segment keeps its bounds; empty where
     * a rounding is open, which no correction makes certain.
     */
    private OptionalInt correctionError(Reconstructed segment, int[] differences) {
        int[] samples = segment.samples();
        int[] correction = new int[samples.length];
        for (int error = bound.likelyMaximumError(samples); error >= 0; error = less(error)) {
            int tried = error;
            Arrays.setAll(correction, i -> DpcmEncoder.decoded(differences[i], tried));
            if (bound.holds(samples, errors(segment, correction))) {
                return OptionalInt.of(error);
            }
        }
        return OptionalInt.empty();
    }

    /** The greatest maximum error of the samples themselves with which they keep their bounds. */
    private int predictionError(int[] samples) {
        int[] errors = new int[samples.length];
        int error = bound.likelyMaximumError(samples);
        for (; error > 0; error = less(error)) {
            int tried = error;
            Arrays.setAll(
                    errors, i -> samples[i] - range.round(DpcmEncoder.decoded(samples[i], tried)));
            if (bound.holds(samples, errors)) {
                break;
            }
        }
        return error;
    }

    private static int less(int maximumError) {
        return maximumError - Math.max(1, maximumError / 8);
    }
}
