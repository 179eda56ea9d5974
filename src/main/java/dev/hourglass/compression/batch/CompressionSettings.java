package dev.hourglass.compression.batch;

import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The section {@code compression} of the configuration.
 *
 * @param path the folder of the records; null for {@code wfdb.path}
 * @param version of the model; null for the newest
 * @param overlap samples that a window shares with the next; even
 * @param bits a sample, everything in the file counted; null where another rate is wanted
 * @param targetPrdn mean PRDN of the leads in percent; null where another rate is wanted
 * @param targetRatio bits before compression over bits after it; null where another rate is wanted
 * @param maxPrdn greatest PRDN of a window in percent; null for no bound
 * @param maxError greatest error of a sample, in mV or the signal's own unit; null for no bound
 */
public record CompressionSettings(
        String path,
        Integer version,
        int overlap,
        Double bits,
        Double targetPrdn,
        Double targetRatio,
        Double maxPrdn,
        Double maxError) {
    private static final int MAX_OVERLAP = 1 << 19;

    public CompressionSettings {
        if (version != null) {
            Require.range("compression.version", version, 1, Integer.MAX_VALUE);
        }
        Require.range("compression.overlap", overlap, 0, MAX_OVERLAP);
        Require.range(overlap % 2 == 0, "compression.overlap", overlap, "an even number");
        positive("compression.bits", bits, 100);
        positive("compression.target-prdn", targetPrdn, 1000);
        positive("compression.target-ratio", targetRatio, 100_000);
        bound("compression.max-prdn", maxPrdn, 1000);
        bound("compression.max-error", maxError, 1e9);
        if (Stream.of(bits, targetPrdn, targetRatio).flatMap(Stream::ofNullable).count() > 1) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "More than one rate is wanted",
                    "compression.bits, compression.target-prdn, compression.target-ratio",
                    "set one of them, or none for the quantiser that the model was trained with");
        }
    }

    /** What the files are to come to; empty for the quantiser that the model was trained with. */
    public Optional<RateTarget> target() {
        if (bits != null) {
            return Optional.of(new RateTarget(RateTarget.Kind.BITS, bits));
        }
        if (targetPrdn != null) {
            return Optional.of(new RateTarget(RateTarget.Kind.PRDN, targetPrdn));
        }
        return Optional.ofNullable(targetRatio)
                .map(ratio -> new RateTarget(RateTarget.Kind.RATIO, ratio));
    }

    /** What every window is to keep. */
    public HgcHeader.Promise promise() {
        return new HgcHeader.Promise(maxError, maxPrdn);
    }

    private static void positive(String key, Double value, double most) {
        if (value != null) {
            Require.range(
                    value > 0 && value <= most,
                    key,
                    value,
                    "a number above 0, to %.0f, or null".formatted(most));
        }
    }

    private static void bound(String key, Double value, double most) {
        if (value != null) {
            Require.range(key, value, 0, most);
        }
    }
}
