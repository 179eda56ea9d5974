package dev.hourglass.dataset;

import static java.util.Objects.requireNonNull;

import dev.hourglass.source.TensorSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code manifest.json} says of a dataset.
 *
 * @param formatVersion the layout of the folder; this build reads {@link #FORMAT_VERSION}
 * @param name the dataset's name
 * @param tensor how the tensor bytes are read
 * @param counts rows by split
 * @param rejected pieces of input set aside
 * @param source what was ingested, in one line
 * @param settingsDigest digest of the configuration it was made from, by which a rerun knows it is
 *     done
 * @param fingerprint order-independent hash of every row's id, group, label, split and tensor, and
 *     of the table of columns where there is one, 32 hexadecimal digits
 * @param shards files of each split, where no shard is empty
 * @param rowGroupBytes Parquet row-group size
 * @param created when
 */
public record DatasetManifest(
        int formatVersion,
        String name,
        TensorSpec tensor,
        Map<String, Long> counts,
        long rejected,
        String source,
        String settingsDigest,
        String fingerprint,
        int shards,
        long rowGroupBytes,
        Instant created) {
    /** The version of the folder's layout that this build writes. */
    public static final int FORMAT_VERSION = 1;

    public DatasetManifest {
        requireNonNull(name, "name is missing");
        requireNonNull(tensor, "tensor is missing");
        requireNonNull(counts, "counts is missing");
        requireNonNull(settingsDigest, "settings_digest is missing");
        requireNonNull(fingerprint, "fingerprint is missing");
        // Sorted, so that equal manifests are equal texts.
        counts = Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(counts)));
    }

    /** Rows of a split; 0 where it has none. */
    public long count(Split split) {
        return counts.getOrDefault(split.folder(), 0L);
    }

    /** Rows of all splits. */
    public long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
