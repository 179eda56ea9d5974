package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code nightly.drift} section: how far new embeddings may be from the last ones to be
 * published. Each is null for no limit.
 *
 * @param error share by which the mean reconstruction error may change
 * @param rejected by how much the share of rejected input may grow
 * @param norm share by which the embeddings' length may change, where the model is the same
 * @param deadDimensions how many more dimensions may be dead, where the model is the same
 */
public record DriftLimits(Double error, Double rejected, Double norm, Integer deadDimensions) {
    public DriftLimits {
        limit("error", error);
        limit("rejected", rejected);
        limit("norm", norm);
        limit("dead-dimensions", deadDimensions == null ? null : (double) deadDimensions);
    }

    /**
     * Compares what is to be published with the last that was.
     *
     * @throws HourglassException with DRIFT, naming every limit that is passed
     */
    public void require(EmbeddingManifest last, EmbeddingManifest next) {
        List<String> passed = new ArrayList<>();
        EmbeddingStatistics before = last.statistics();
        EmbeddingStatistics after = next.statistics();
        if (before.meanError() != null && after.meanError() != null) {
            changed(passed, "error", error, before.meanError(), after.meanError());
        }
        double rejectedBefore = rejectedShare(last.counts());
        double rejectedAfter = rejectedShare(next.counts());
        if (rejected != null && rejectedAfter - rejectedBefore > rejected) {
            passed.add(describe("rejected", rejectedBefore, rejectedAfter, rejected));
        }
        if (last.weightsSha256().equals(next.weightsSha256())) {
            changed(passed, "norm", norm, before.norm(), after.norm());
            if (deadDimensions != null
                    && after.deadDimensions() - before.deadDimensions() > deadDimensions) {
                passed.add(
                        describe(
                                "dead-dimensions",
                                before.deadDimensions(),
                                after.deadDimensions(),
                                deadDimensions));
            }
        }
        if (!passed.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.DRIFT,
                    "The new embeddings differ too much from those of " + last.date(),
                    String.join("; ", passed),
                    "look at the night's data; if they are right, set the limits named to null for"
                            + " this once");
        }
    }

    private static void changed(
            List<String> passed, String key, Double limit, double before, double after) {
        // Not a number is further off than any limit.
        if (limit != null && !(Math.abs(after - before) <= limit * Math.abs(before))) {
            passed.add(describe(key, before, after, limit));
        }
    }

    private static String describe(String key, double before, double after, double limit) {
        return String.format(
                Locale.ROOT, "nightly.drift.%s = %s: %.6g, was %.6g", key, limit, after, before);
    }

    private static double rejectedShare(Counts counts) {
        return (double) counts.rejected() / (counts.rejected() + counts.rows());
    }

    private static void limit(String key, Double limit) {
        if (limit != null) {
            Require.range("nightly.drift." + key, limit, 0, 1e6);
        }
    }
}
