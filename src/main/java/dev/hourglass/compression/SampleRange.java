package dev.hourglass.compression;

import dev.hourglass.source.wfdb.WfdbWriter;

/**
 * The samples that a record's file can hold.
 *
 * @param least in ADC units
 * @param greatest in ADC units
 */
record SampleRange(int least, int greatest) {
    /** What a record of a format holds beside the mark for missing samples. */
    static SampleRange of(int format) {
        int greatest = WfdbWriter.greatestSample(format);
        return new SampleRange(-greatest, greatest);
    }

    /** The nearest sample that can be held. */
    int round(double sample) {
        return (int) Math.max(least, Math.min(greatest, Math.rint(sample)));
    }
}
