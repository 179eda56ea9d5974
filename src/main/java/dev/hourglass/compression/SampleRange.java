package dev.hourglass.compression;

import dev.hourglass.source.wfdb.SignalSpec;

/**
 * The samples that a signal's file can hold.
 *
 * @param least in ADC units
 * @param greatest in ADC units
 */
record SampleRange(int least, int greatest) {
    /** What the format of a signal that is to be written holds beside the mark for missing ones. */
    static SampleRange of(SignalSpec signal) {
        int greatest = signal.format() == 212 ? (1 << 11) - 1 : (1 << 15) - 1;
        return new SampleRange(-greatest, greatest);
    }

    /** The nearest sample that can be held. */
    int round(double sample) {
        return (int) Math.max(least, Math.min(greatest, Math.rint(sample)));
    }
}
