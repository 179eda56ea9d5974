package dev.hourglass.embedding;

import static java.util.Objects.requireNonNull;

import dev.hourglass.error.HourglassException;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.store.Json;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What {@code _manifest.json} says of a partition. A partition without it is not finished. Its rows
 * are Parquet files beside it, or a version of the model's {@link EmbeddingDeltaTable}.
 *
 * @param formatVersion the layout of the folder; this build reads {@link #FORMAT_VERSION}
 * @param model name and version: {@code mnist/3}
 * @param weightsSha256 of the model's weights
 * @param precision in which they were multiplied
 * @param dataset fingerprint of the dataset
 * @param date the partition's
 * @param base the partition that rows were carried over from, relative to the folder of all; null
 *     where everything was embedded
 * @param counts what became of how many rows
 * @param statistics of the embeddings
 * @param created when, to the millisecond: the latest of a model is the base of its next night
 * @param deltaVersion of the Delta table; null for Parquet files
 */
public record EmbeddingManifest(
        int formatVersion,
        String model,
        String weightsSha256,
        EngineSettings.Precision precision,
        String dataset,
        LocalDate date,
        String base,
        Counts counts,
        EmbeddingStatistics statistics,
        Instant created,
        Long deltaVersion) {
    /** The version of the folder's layout that this build writes. */
    public static final int FORMAT_VERSION = 1;

    public EmbeddingManifest {
        requireNonNull(model, "model is missing");
        requireNonNull(weightsSha256, "weights_sha256 is missing");
        requireNonNull(precision, "precision is missing");
        requireNonNull(dataset, "dataset is missing");
        requireNonNull(date, "date is missing");
        requireNonNull(counts, "counts is missing");
        requireNonNull(statistics, "statistics is missing");
    }

    /**
     * Reads one.
     *
     * @param where it was, for the message
     * @throws HourglassException with STORE_CORRUPT where the text is no manifest
     */
    static EmbeddingManifest read(String text, Object where) {
        return Json.read(text, EmbeddingManifest.class, FORMAT_VERSION, where);
    }

    /** The same night, as a version of the Delta table. */
    EmbeddingManifest inTable(Long version) {
        return new EmbeddingManifest(
                formatVersion,
                model,
                weightsSha256,
                precision,
                dataset,
                date,
                base,
                counts,
                statistics,
                created,
                version);
    }

    /**
     * What became of how many rows.
     *
     * @param added rows with an id that the base lacks; all rows where there is no base
     * @param changed rows whose tensor is another than in the base
     * @param deleted rows of the base that the dataset has no more
     * @param carried rows taken over as they were
     * @param rejected pieces of input that the dataset set aside
     */
    public record Counts(long added, long changed, long deleted, long carried, long rejected) {
        /** Rows of the partition. */
        public long rows() {
            return added + changed + carried;
        }
    }
}
