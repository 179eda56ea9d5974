package dev.hourglass.clustering;

import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks an embedding table over, in one pass, before any work is done on it. */
final class EmbeddingCheck {
    /** Cells of a contingency table, which is held on the driver: 80 MB. */
    private static final long MAX_CELLS = 10_000_000;

    private static final Map<String, String> COLUMNS =
            Map.of(
                    EmbeddingTable.ID, "string",
                    EmbeddingTable.EMBEDDING, "array<float>",
                    EmbeddingTable.LABEL, "string",
                    EmbeddingTable.MODEL, "string");

    private EmbeddingCheck() {}

    /**
     * Requires rows of one model and one width, all of them finite, enough for {@code k} clusters.
     *
     * @return how many rows there are
     */
    static long rows(Dataset<Row> embeddings, int k) {
        requireColumns(embeddings);
        Row facts =
                embeddings
                        .selectExpr(
                                "count(*) AS rows",
                                // Not a number − itself and infinity − itself are not numbers.
                                "min(CASE WHEN embedding IS NULL"
                                        + " OR exists(embedding, x -> x IS NULL OR isnan(x - x))"
                                        + " THEN coalesce(id, 'null') END) AS bad",
                                "min(struct(size(embedding) AS width, id)) AS narrowest",
                                "max(struct(size(embedding) AS width, id)) AS widest",
                                "min(model) AS first_model",
                                "max(model) AS last_model",
                                "count(DISTINCT label) AS labels")
                        .head();
        requireFinite(facts);
        requireOneWidth(facts.getAs("narrowest"), facts.getAs("widest"));
        requireOneModel(facts.getAs("first_model"), facts.getAs("last_model"));
        requireEnough(facts.<Long>getAs("rows"), facts.<Long>getAs("labels"), k);
        return facts.<Long>getAs("rows");
    }

    private static void requireColumns(Dataset<Row> embeddings) {
        COLUMNS.forEach(
                (name, type) -> {
                    boolean found =
                            Arrays.stream(embeddings.schema().fields())
                                    .filter(field -> field.name().equals(name))
                                    .anyMatch(
                                            field -> field.dataType().catalogString().equals(type));
                    if (!found) {
                        throw damaged(
                                "The embedding table lacks a column of type " + type,
                                "column " + name);
                    }
                });
    }

    private static void requireFinite(Row facts) {
        if (facts.<Long>getAs("rows") == 0) {
            throw new HourglassException(
                    ErrorCode.MISSING_INPUT,
                    "The embedding table has no rows",
                    "embeddings",
                    "extract the embeddings first");
        }
        String bad = facts.getAs("bad");
        if (bad != null) {
            throw damaged("An embedding is missing or not finite", "first id " + bad);
        }
    }

    private static void requireOneWidth(Row narrowest, Row widest) {
        if (narrowest.getInt(0) != widest.getInt(0) || widest.getInt(0) == 0) {
            throw damaged(
                    "Embeddings must have one width above 0",
                    "id %s has width %d, id %s has %d"
                            .formatted(
                                    narrowest.getString(1),
                                    narrowest.getInt(0),
                                    widest.getString(1),
                                    widest.getInt(0)));
        }
    }

    private static void requireOneModel(String first, String last) {
        if (first != null && !first.equals(last)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The embeddings come from several models, whose spaces have nothing in common",
                    "models %s and %s".formatted(first, last),
                    "read one version's folder");
        }
    }

    private static void requireEnough(long rows, long labels, int k) {
        if (k > rows) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "%d rows cannot form %d clusters".formatted(rows, k),
                    "cluster.k",
                    "ask for %d clusters at most".formatted(rows));
        }
        if (labels * k > MAX_CELLS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "%d labels are too many to compare with %d clusters".formatted(labels, k),
                    "column label",
                    "lower cluster.k, or drop labels that are not classes");
        }
    }

    private static HourglassException damaged(String what, String where) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT, what, where, "extract the embeddings again");
    }
}
