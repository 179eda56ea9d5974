package dev.hourglass.compression;

import dev.hourglass.source.wfdb.LeadReader;
import java.util.Arrays;

/**
 * Which samples of a segment were not recorded.
 *
 * @param runs lengths of runs of samples that were recorded and that were not, in turn, the first
 *     perhaps 0; what they leave over was recorded
 */
record Gaps(int[] runs) {
    /** All were recorded. */
    static final Gaps NONE = new Gaps(new int[0]);

    /**
     * Those of a segment.
     *
     * @param samples of which the segment begins at {@code from}, with {@link LeadReader#MISSING}
     */
    static Gaps of(int[] samples, int from, int length) {
        int[] runs = new int[length + 1];
        int count = 0;
        boolean recorded = true;
        for (int i = from; i < from + length; i++) {
            if (samples[i] != LeadReader.MISSING != recorded) {
                recorded = !recorded;
                count++;
            }
            runs[count]++;
        }
        return count == 0 ? NONE : new Gaps(Arrays.copyOf(runs, count + 1));
    }

    boolean isEmpty() {
        return runs.length == 0;
    }

    /** How many of a segment's samples were recorded. */
    int recorded(int length) {
        int recorded = length;
        for (int run = 1; run < runs.length; run += 2) {
            recorded -= runs[run];
        }
        return recorded;
    }

    /** Where in its segment each of the samples is that were recorded. */
    int[] places(int length) {
        int[] places = new int[recorded(length)];
        int count = 0;
        int place = 0;
        for (int run = 0; run < runs.length; run++) {
            if (run % 2 == 0) {
                for (int i = 0; i < runs[run]; i++) {
                    places[count++] = place + i;
                }
            }
            place += runs[run];
        }
        while (count < places.length) {
            places[count++] = place++;
        }
        return places;
    }
}
