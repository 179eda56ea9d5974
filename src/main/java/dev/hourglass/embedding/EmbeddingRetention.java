package dev.hourglass.embedding;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Deletes embeddings that have had their time. */
public final class EmbeddingRetention {
    private final SparkSession spark;
    private final EmbeddingStore embeddings;
    private final RetentionSettings settings;
    private final Consumer<String> progress;

    /**
     * @param progress takes a line about each thing that is deleted
     */
    public EmbeddingRetention(
            SparkSession spark,
            EmbeddingStore embeddings,
            RetentionSettings settings,
            Consumer<String> progress) {
        this.spark = spark;
        this.embeddings = embeddings;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Deletes what the settings do not keep.
     *
     * @param current which is kept in any case
     */
    public void apply(EmbeddingPartition current) {
        if (settings.days() == null) {
            return;
        }
        Instant now = Instant.now();
        List<EmbeddingPartition> outdated = settings.outdated(embeddings.all(), current, now);
        outdated.forEach(
                partition -> {
                    progress.accept("deletes " + partition.path());
                    embeddings.delete(partition);
                });
        Instant limit = now.minus(Duration.ofDays(settings.days()));
        for (Path table : embeddings.tables()) {
            Optional<Instant> oldest =
                    embeddings.all().stream()
                            .filter(night -> night.data().equals(table))
                            .map(night -> night.manifest().created())
                            .min(Comparator.naturalOrder());
            if (oldest.isEmpty()) {
                progress.accept("deletes " + table);
                embeddings.deleteTable(table);
            } else if (EmbeddingDeltaTable.isUsable(spark)
                    && outdated.stream().anyMatch(night -> night.data().equals(table))) {
                // Nobody reads for longer than a partition would have been there.
                Instant since = oldest.get().isBefore(limit) ? oldest.get() : limit;
                new EmbeddingDeltaTable(spark, table).vacuum(since);
            }
        }
    }
}
