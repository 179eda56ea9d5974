package dev.hourglass.embedding;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.List;

/**
 * The {@code embedding} section: the form in which embeddings are kept.
 *
 * @param format of what {@code jobs/nightly} writes
 * @param fileBytes size that files come near to, if there is as much
 * @param sortBy columns of {@link EmbeddingTable} by which the rows of a partition are sorted
 */
public record EmbeddingSettings(Format format, long fileBytes, List<String> sortBy) {
    /** What holds the rows of a night. */
    public enum Format {
        /** A folder of Parquet files, which are all of them. */
        PARQUET,
        /** A version of the model's Delta Lake table. */
        DELTA
    }

    public EmbeddingSettings {
        requireNonNull(format, "format is null");
        Require.range("embedding.file-bytes", fileBytes, 1 << 16, 1L << 40);
        sortBy = List.copyOf(sortBy);
        List<String> known = List.of(EmbeddingTable.SCHEMA.fieldNames());
        for (String column : sortBy) {
            if (!known.contains(column) || column.equals(EmbeddingTable.EMBEDDING)) {
                throw new HourglassException(
                        ErrorCode.CONFIGURATION,
                        "Embeddings cannot be sorted by " + column,
                        "embedding.sort-by",
                        "give columns of the table: id, label, reconstruction_error, content_hash");
            }
        }
        if (format == Format.DELTA && !sortBy.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A Delta table is not kept in an order",
                    "embedding.sort-by = " + sortBy,
                    "leave it out, and use Delta's OPTIMIZE with ZORDER BY where readers need it");
        }
    }
}
