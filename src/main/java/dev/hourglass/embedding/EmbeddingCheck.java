package dev.hourglass.embedding;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks an embedding table over, in one pass, before any work is done on it. */
public final class EmbeddingCheck {
    private EmbeddingCheck() {}

    /**
     * The shape of a table that can be used.
     *
     * @param rows how many there are, 1 at least
     * @param width elements of each embedding, 1 at least
     */
    public record Shape(long rows, int width) {}

    /**
     * Requires rows of one model and one width, all of them finite.
     *
     * @param columns of {@link EmbeddingTable} that the table must have; where {@code model} is not
     *     among them, the models are not compared
     * @throws HourglassException with MISSING_INPUT for an empty table, STORE_CORRUPT where a
     *     column is missing or of another type, or embeddings are missing, not finite or of several
     *     widths, CONFIGURATION where they are from several models
     */
    public static Shape check(Dataset<Row> embeddings, List<String> columns) {
        requireColumns(embeddings, columns);
        boolean models = columns.contains(EmbeddingTable.MODEL);
        Row facts =
                embeddings
                        .selectExpr(
                                "count(*) AS rows",
                                // Not a number − itself and infinity − itself are not numbers.
                                "min(CASE WHEN id IS NULL OR embedding IS NULL"
                                        + " OR exists(embedding, x -> x IS NULL OR isnan(x - x))"
                                        + " THEN coalesce(id, 'null') END) AS bad",
                                "min(struct(size(embedding) AS width, id)) AS narrowest",
                                "max(struct(size(embedding) AS width, id)) AS widest",
                                (models ? "min(model)" : "NULL") + " AS first_model",
                                (models ? "max(model)" : "NULL") + " AS last_model")
                        .head();
        requireFinite(facts);
        Row widest = facts.getAs("widest");
        requireOneWidth(facts.getAs("narrowest"), widest);
        requireOneModel(facts.getAs("first_model"), facts.getAs("last_model"));
        return new Shape(facts.<Long>getAs("rows"), widest.getInt(0));
    }

    private static void requireColumns(Dataset<Row> embeddings, List<String> columns) {
        for (String name : columns) {
            String type = EmbeddingTable.SCHEMA.apply(name).dataType().catalogString();
            boolean found =
                    Arrays.stream(embeddings.schema().fields())
                            .filter(field -> field.name().equals(name))
                            .anyMatch(field -> field.dataType().catalogString().equals(type));
            if (!found) {
                throw damaged(
                        "The embedding table lacks a column of type " + type, "column " + name);
            }
        }
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

    private static HourglassException damaged(String what, String where) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT, what, where, "extract the embeddings again");
    }
}
