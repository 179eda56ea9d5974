package dev.hourglass.compression.batch;

import dev.hourglass.compression.SignalSize;
import dev.hourglass.compression.quality.BeatMatching;
import dev.hourglass.compression.quality.Distortion;
import dev.hourglass.source.wfdb.Lead;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The values of a lead in the columns of {@link LeadColumns}. */
final class LeadMeasures {
    /** How far the R peaks of a beat may be apart before and after. Seconds. */
    private static final double SAME_BEAT = 0.05;

    /** How far a beat may be from its annotation (ANSI/AAMI EC57). Seconds. */
    private static final double ANNOTATED_BEAT = 0.15;

    private final Map<String, Object> values = new HashMap<>();

    /** The values by their columns. */
    Map<String, Object> values() {
        return values;
    }

    /** What the lead is. */
    LeadMeasures lead(int number, Lead lead, long samples) {
        values.put(LeadColumns.SIGNAL, number);
        values.put(LeadColumns.LEAD, lead.name());
        values.put(LeadColumns.UNIT, lead.unit());
        values.put(LeadColumns.FREQUENCY, lead.frequency());
        values.put(LeadColumns.SAMPLES, samples);
        return this;
    }

    /**
     * What it takes.
     *
     * @param sharedBytes its share of what belongs to no signal
     * @param resolution bits of the converter
     * @param codeWidth numbers of a window's code
     */
    LeadMeasures size(
            SignalSize size, double sharedBytes, long samples, int resolution, int codeWidth) {
        double bits = Byte.SIZE * (size.bytes() + sharedBytes);
        double original = (double) samples * resolution;
        values.put(LeadColumns.BITS, bits);
        values.put(LeadColumns.ORIGINAL_BITS, original);
        values.put(LeadColumns.CR_BITS, original / bits);
        put(LeadColumns.CR_SAMPLES, (double) samples / (size.coded() * codeWidth));
        values.put(LeadColumns.TRANSFORMED, size.transformed());
        values.put(LeadColumns.CORRECTED, size.corrected());
        values.put(LeadColumns.REPLACED, size.replaced());
        values.put(LeadColumns.PREDICTED, size.predicted());
        return this;
    }

    /** What it lost. To be called after {@link #size}. */
    LeadMeasures distortion(LeadComparison comparison) {
        Distortion whole = comparison.whole();
        if (whole.samples() > 0) {
            put(LeadColumns.PRD, whole.prd(0));
            put(LeadColumns.PRD_SCALED, whole.prd(comparison.least()));
            put(LeadColumns.PRDN, whole.prdn());
            put(LeadColumns.RMS, whole.rms());
            put(LeadColumns.SNR, whole.snr());
            put(LeadColumns.QS, whole.qualityScore((Double) values.get(LeadColumns.CR_BITS), 0));
            put(LeadColumns.WORST_WINDOW_PRDN, comparison.worstWindow());
            put(LeadColumns.MAX_ERROR, comparison.maximumError());
        }
        return this;
    }

    /**
     * What became of its beats.
     *
     * @param reference annotated beats by the lead's samples
     * @param frequency samples a second, Hz
     */
    LeadMeasures beats(
            long[] before, long[] after, NavigableMap<Long, String> reference, double frequency) {
        BeatMatching kept = BeatMatching.of(before, after, frequency, SAME_BEAT);
        values.put(LeadColumns.BEATS, (long) before.length);
        values.put(LeadColumns.BEATS_DECODED, (long) after.length);
        values.put(LeadColumns.BEATS_KEPT, (long) kept.matched());
        put(LeadColumns.SENSITIVITY, kept.sensitivity());
        put(LeadColumns.POSITIVE_PREDICTIVITY, kept.positivePredictivity());
        if (reference.isEmpty()) {
            return this;
        }
        values.put(LeadColumns.BEAT_TYPES, types(kept, reference));
        long[] annotated = reference.keySet().stream().mapToLong(Long::longValue).toArray();
        BeatMatching original = BeatMatching.of(annotated, before, frequency, ANNOTATED_BEAT);
        put(LeadColumns.ORIGINAL_SENSITIVITY, original.sensitivity());
        put(LeadColumns.ORIGINAL_POSITIVE_PREDICTIVITY, original.positivePredictivity());
        BeatMatching decoded = BeatMatching.of(annotated, after, frequency, ANNOTATED_BEAT);
        values.put(LeadColumns.REFERENCE_BEATS, (long) annotated.length);
        values.put(LeadColumns.REFERENCE_FOUND, (long) decoded.matched());
        put(LeadColumns.REFERENCE_SENSITIVITY, decoded.sensitivity());
        put(LeadColumns.REFERENCE_POSITIVE_PREDICTIVITY, decoded.positivePredictivity());
        values.put(LeadColumns.REFERENCE_TYPES, types(decoded, reference));
        return this;
    }

    private static Row[] types(BeatMatching matching, NavigableMap<Long, String> reference) {
        return matching.byType(reference).entrySet().stream()
                .map(
                        type ->
                                RowFactory.create(
                                        type.getKey(),
                                        type.getValue().matched(),
                                        type.getValue().all()))
                .toArray(Row[]::new);
    }

    /** What cannot be computed, such as a share of no beats, is no number and stays null. */
    private void put(String column, double value) {
        if (!Double.isNaN(value)) {
            values.put(column, value);
        }
    }
}
