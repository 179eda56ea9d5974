package dev.hourglass.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task reads: the images {@code first} to {@code end} (exclusive) of a file, with their
 * labels.
 *
 * @param prefix what the samples' ids start with: {@code train} or {@code test}
 * @param split the split the samples are bound to; null where it is open
 * @param labels null if there are none
 */
record IdxRange(String prefix, String split, IdxFile images, IdxFile labels, long first, long end)
        implements Serializable {
    private static final long MAX_RANGE_BYTES = 64L << 20;

    /**
     * The whole of a file in ranges of at most 64 MiB, at least {@code parallelism} of them where
     * there are as many images. A gzipped file is one range: it can be read only from its start,
     * and reading it once with one task costs less than decompressing it in each of many.
     */
    static List<IdxRange> of(
            String prefix, String split, IdxFile images, IdxFile labels, int parallelism) {
        long count = images.header().count();
        long step = count;
        if (!images.gzipped()) {
            long share = (count + parallelism - 1) / parallelism;
            step = Math.max(1, Math.min(share, MAX_RANGE_BYTES / images.header().itemBytes()));
        }
        List<IdxRange> ranges = new ArrayList<>();
        for (long first = 0; first < count; first += step) {
            long end = Math.min(count, first + step);
            ranges.add(new IdxRange(prefix, split, images, labels, first, end));
        }
        return ranges;
    }
}
