package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code nightly.keep} section: which partitions are not deleted. A partition goes when it is
 * older than {@code days} and either not one of its model's newest or of a model that is not one of
 * the newest.
 *
 * @param days null for never deleting any
 * @param partitions of each model version
 * @param versions of the model
 */
public record RetentionSettings(Integer days, int partitions, int versions) {
    public RetentionSettings {
        if (days != null) {
            Require.range("nightly.keep.days", days, 1, 100_000);
        }
        Require.range("nightly.keep.partitions", partitions, 1, 100_000);
        Require.range("nightly.keep.versions", versions, 1, 100_000);
    }

    /**
     * The partitions that have had their time.
     *
     * @param all that there are
     * @param current which is never deleted
     */
    public List<EmbeddingPartition> outdated(
            List<EmbeddingPartition> all, EmbeddingPartition current, Instant now) {
        if (days == null) {
            return List.of();
        }
        Map<Integer, List<EmbeddingPartition>> byVersion = new TreeMap<>(Comparator.reverseOrder());
        for (EmbeddingPartition partition : all) {
            byVersion
                    .computeIfAbsent(partition.version(), version -> new ArrayList<>())
                    .add(partition);
        }
        Instant limit = now.minus(Duration.ofDays(days));
        List<EmbeddingPartition> outdated = new ArrayList<>();
        int versionsSeen = 0;
        for (List<EmbeddingPartition> ofVersion : byVersion.values()) {
            int kept = versionsSeen++ < versions ? partitions : 0;
            ofVersion.stream()
                    .sorted(Comparator.comparing(EmbeddingPartition::date).reversed())
                    .skip(kept)
                    .filter(partition -> partition.manifest().created().isBefore(limit))
                    .filter(partition -> !partition.path().equals(current.path()))
                    .forEach(outdated::add);
        }
        return outdated;
    }
}
