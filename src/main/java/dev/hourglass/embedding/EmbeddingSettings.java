package dev.hourglass.embedding;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.List;

/**
 * The {@code embedding} section: the form in which embeddings are kept.
 *
 * @param fileBytes size that files come near to, if there is as much
 * @param sortBy columns of {@link EmbeddingTable} by which the rows of a partition are sorted
 */
public record EmbeddingSettings(long fileBytes, List<String> sortBy) {
    public EmbeddingSettings {
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
    }
}
