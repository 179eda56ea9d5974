package dev.hourglass.source;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;
import java.util.Optional;

/**
 * The section {@code wfdb} of the configuration.
 *
 * @param path the folder of the header files; null where the section is not used
 * @param lead the lead to read, by name; null for each record's first
 * @param segment what a sample is
 * @param window samples of a window, 1 to 1,000,000
 * @param stride samples from one window's start to the next, 1 to 1,000,000
 * @param before samples of a beat before its annotation, 0 to 100,000
 * @param after samples of a beat from its annotation on, 0 to 100,000
 * @param standardise whether each sample's own mean is taken away and its own standard deviation
 *     made 1
 * @param unitRange whether each record's lead is scaled to begin at 0 and end at 1
 * @param annotator the extension of the annotation files; null to read none
 */
public record WfdbSettings(
        String path,
        String lead,
        Segmentation segment,
        int window,
        int stride,
        int before,
        int after,
        boolean standardise,
        boolean unitRange,
        String annotator)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MAX_WINDOW = 1_000_000;
    private static final int MAX_BEAT = 100_000;

    /** How a record becomes samples. */
    public enum Segmentation {
        /** Windows, cut at regular distances. */
        WINDOWS,
        /** One sample around each annotated beat. */
        BEATS
    }

    public WfdbSettings {
        Require.range("wfdb.window", window, 1, MAX_WINDOW);
        Require.range("wfdb.stride", stride, 1, MAX_WINDOW);
        Require.range("wfdb.before", before, 0, MAX_BEAT);
        Require.range("wfdb.after", after, 0, MAX_BEAT);
        if (segment == null) {
            throw invalid("segment", "There is no way to cut records", "windows or beats");
        }
        if (segment == Segmentation.BEATS && before + after == 0) {
            throw invalid("after", "A beat has no samples", "a number above zero");
        }
        if (segment == Segmentation.BEATS && annotator == null) {
            throw invalid("annotator", "Beats are found by annotations", "their extension: atr");
        }
        if (standardise && unitRange) {
            throw invalid(
                    "unit-range",
                    "Standardised samples leave the range from 0 to 1",
                    "false, or wfdb.standardise to false");
        }
        if (annotator != null && !annotator.matches("[A-Za-z0-9_-]+")) {
            throw invalid(
                    "annotator",
                    "The annotator is \"" + annotator + "\"",
                    "letters, digits, - and _, as in atr");
        }
    }

    /** Samples of a window or a beat. */
    public int length() {
        return segment == Segmentation.WINDOWS ? window : before + after;
    }

    /** Whether samples are without the unit and the gain of their record. */
    public boolean scaled() {
        return standardise || unitRange;
    }

    /** The lead to read; empty for each record's first. */
    public Optional<String> leadName() {
        return Optional.ofNullable(lead);
    }

    private static HourglassException invalid(String key, String what, String wanted) {
        return new HourglassException(
                ErrorCode.CONFIGURATION, what, "wfdb." + key, "set it to " + wanted);
    }
}
