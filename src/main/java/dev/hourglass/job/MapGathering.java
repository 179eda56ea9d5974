package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.report.EmbeddingMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Draws a sample of the embeddings in the two directions in which they spread most. */
final class MapGathering {
    private final Dataset<Row> embeddings;
    private final Optional<Dataset<Row>> assignments;

    MapGathering(Dataset<Row> embeddings, Optional<Dataset<Row>> assignments) {
        this.embeddings = embeddings;
        this.assignments = assignments;
    }

    /**
     * @param points rows drawn, chosen by a hash of their ids
     */
    EmbeddingMap map(int points) {
        Dataset<Row> sample =
                embeddings
                        .orderBy(xxhash64(col(EmbeddingTable.ID)))
                        .limit(points)
                        .select(
                                col(EmbeddingTable.ID),
                                col(EmbeddingTable.LABEL),
                                functions
                                        .array_to_vector(col(EmbeddingTable.EMBEDDING))
                                        .as("vector"))
                        .cache();
        try {
            int width = embeddings.select(size(col(EmbeddingTable.EMBEDDING))).head().getInt(0);
            PCAModel pca =
                    new PCA()
                            .setInputCol("vector")
                            .setOutputCol("place")
                            .setK(Math.min(2, width))
                            .fit(sample);
            Dataset<Row> placed = pca.transform(sample);
            Dataset<Row> clustered =
                    assignments
                            .map(
                                    found ->
                                            placed.join(
                                                    found.select("id", "cluster"),
                                                    placed.col("id").equalTo(found.col("id")),
                                                    "left"))
                            .orElse(
                                    placed.withColumn(
                                            "cluster", lit(null).cast(DataTypes.IntegerType)));
            List<EmbeddingMap.Point> drawn =
                    clustered.select("place", "label", "cluster").collectAsList().stream()
                            .map(MapGathering::point)
                            .toList();
            double[] explained = pca.explainedVariance().values();
            return new EmbeddingMap(drawn, explained[0], explained.length > 1 ? explained[1] : 0);
        } finally {
            sample.unpersist();
        }
    }

    private static EmbeddingMap.Point point(Row row) {
        Vector place = row.getAs(0);
        return new EmbeddingMap.Point(
                place.apply(0),
                place.size() > 1 ? place.apply(1) : 0,
                Optional.ofNullable(row.getString(1)),
                row.isNullAt(2) ? OptionalInt.empty() : OptionalInt.of(row.getInt(2)));
    }
}
