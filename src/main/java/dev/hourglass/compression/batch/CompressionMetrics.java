package dev.hourglass.compression.batch;

import java.util.Map;

/**
 * What metrics.json says of compressed records.
 *
 * @param model that compressed them
 * @param weightsSha256 of its weights
 * @param settings the section {@code compression}
 * @param quantiserStep of all of them
 * @param rate how the step was found; null for that of training
 * @param counts how many there are
 * @param size what they take
 * @param windows by the mode that they are stored in
 * @param statistics of the leads' figures, by their columns
 * @param beats of the detector before and after, of all leads; null where none were looked for
 * @param reference annotated beats, and those of the decoded leads; null where there are none
 */
public record CompressionMetrics(
        String model,
        String weightsSha256,
        CompressionSettings settings,
        double quantiserStep,
        RateChoice rate,
        Counts counts,
        Size size,
        Windows windows,
        Map<String, Statistic> statistics,
        Beats beats,
        Beats reference) {
    /**
     * How many there are.
     *
     * @param records compressed
     * @param rejected records set aside
     * @param leftOutFiles called like annotations, and carried by no record as they are none
     */
    public record Counts(long records, long leads, long rejected, long leftOutFiles) {}

    /**
     * What all leads take together.
     *
     * @param signalSeconds of all leads together
     * @param bits of all files
     * @param originalBits samples times the converters' resolutions
     * @param ratio the latter over the former
     * @param bitsPerSample everything in the files counted
     */
    public record Size(
            long samples,
            double signalSeconds,
            double bits,
            double originalBits,
            double ratio,
            double bitsPerSample) {}

    /** How many windows are stored in each mode. */
    public record Windows(long transformed, long corrected, long replaced, long predicted) {}

    /**
     * Figures of leads. Those of a record are averaged first.
     *
     * @param mean over the records
     * @param sd over the records, of a sample; null for one record
     * @param worst of all leads
     * @param worstRecord that has it
     * @param worstLead that has it
     * @param leftOut leads whose figure is infinite or none
     */
    public record Statistic(
            double mean,
            Double sd,
            double worst,
            String worstRecord,
            String worstLead,
            long leftOut) {}

    /**
     * Beats held against others.
     *
     * @param all those they are held against
     * @param decoded found in the decoded leads
     * @param found of all those
     * @param sensitivity share of all that are found; null where there are none
     * @param positivePredictivity share of the decoded ones that are right; null where there are
     *     none
     * @param types by the symbol of the annotation, "" where there is none
     */
    public record Beats(
            long all,
            long decoded,
            long found,
            Double sensitivity,
            Double positivePredictivity,
            Map<String, Type> types) {}

    /** Beats of a type. */
    public record Type(long found, long all) {}
}
