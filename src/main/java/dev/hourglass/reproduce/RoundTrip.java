package dev.hourglass.reproduce;

import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;

/**
 * Records that were compressed under a promise, and brought back.
 *
 * @param records there are
 * @param describedAlike of these, with the same length, rate, gain, units and comments
 * @param annotatedAlike of these, with the same annotations
 * @param leads of the records
 * @param windows of the leads
 * @param windowsKept of these, as good as promised and with the same samples missing
 * @param maximumPrdn that was promised for each window, percent
 */
record RoundTrip(
        int records,
        int describedAlike,
        int annotatedAlike,
        int leads,
        long windows,
        long windowsKept,
        double maximumPrdn) {
    /** Whether nothing is missing. */
    boolean isWhole() {
        return describedAlike == records && annotatedAlike == records && windowsKept == windows;
    }

    /** Counts records. */
    static final class Counts {
        private int records;
        private int describedAlike;
        private int annotatedAlike;
        private int leads;
        private long windows;
        private long windowsKept;

        /**
         * Counts a record.
         *
         * @param window samples of the windows that are promised for
         * @param maximumPrdn of each, percent
         */
        void add(ReturnedRecord record, int window, double maximumPrdn)
                throws IOException, MalformedRecordException {
            records++;
            describedAlike += record.isDescribedAlike() ? 1 : 0;
            annotatedAlike += record.isAnnotatedAlike() ? 1 : 0;
            leads += record.leads();
            record.compare(
                    window,
                    compared -> {
                        // One without samples has lost none.
                        boolean kept =
                                compared.distortion().samples() == 0
                                        || compared.distortion().prdn() <= maximumPrdn;
                        windows++;
                        windowsKept += kept && compared.gapsKept() ? 1 : 0;
                    });
        }

        RoundTrip roundTrip(double maximumPrdn) {
            return new RoundTrip(
                    records,
                    describedAlike,
                    annotatedAlike,
                    leads,
                    windows,
                    windowsKept,
                    maximumPrdn);
        }
    }
}
