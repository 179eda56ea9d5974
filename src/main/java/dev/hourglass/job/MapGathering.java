package dev.hourglass.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.clustering.n2d.UmapLayout;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.report.EmbeddingMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Draws a sample of the embeddings in a plane, in which those stay together that were near. */
final class MapGathering {
    private static final int NEIGHBOURS = 15;
    private static final double MIN_DISTANCE = 0.1;

    /** A layout of fewer rows means nothing. */
    private static final int FEWEST = 10;

    private final Dataset<Row> embeddings;
    private final Optional<Dataset<Row>> assignments;
    private final long seed;

    MapGathering(Dataset<Row> embeddings, Optional<Dataset<Row>> assignments, long seed) {
        this.embeddings = embeddings;
        this.assignments = assignments;
        this.seed = seed;
    }

    /**
     * The map; empty where there are too few rows for one.
     *
     * @param points rows drawn, chosen by a hash of their ids
     * @param progress takes the share that is laid out, 0 to 1
     */
    Optional<EmbeddingMap> map(int points, DoubleConsumer progress) {
        Dataset<Row> sample =
                embeddings
                        .select(EmbeddingTable.ID, EmbeddingTable.LABEL, EmbeddingTable.EMBEDDING)
                        .orderBy(xxhash64(col(EmbeddingTable.ID)))
                        .limit(points);
        Dataset<Row> clustered =
                assignments
                        .map(
                                found ->
                                        sample.join(
                                                found.select(EmbeddingTable.ID, "cluster"),
                                                EmbeddingTable.ID,
                                                "left"))
                        .orElse(
                                sample.withColumn(
                                        "cluster", lit(null).cast(DataTypes.IntegerType)));
        // By id: a layout depends on the order of its rows.
        List<Row> rows =
                clustered
                        .orderBy(EmbeddingTable.ID)
                        .select(EmbeddingTable.EMBEDDING, EmbeddingTable.LABEL, "cluster")
                        .collectAsList();
        float[][] codes =
                rows.stream().map(row -> EmbeddingTable.embedding(row, 0)).toArray(float[][]::new);
        Optional<float[][]> layout = layout(codes, seed, progress);
        return layout.map(places -> drawn(places, rows));
    }

    /**
     * Places of rows in a plane; empty where there are too few for a layout.
     *
     * @param codes [rows, width]
     * @param progress takes the share that is laid out, 0 to 1
     */
    static Optional<float[][]> layout(float[][] codes, long seed, DoubleConsumer progress) {
        return codes.length < FEWEST
                ? Optional.empty()
                : Optional.of(UmapLayout.of(codes, 2, NEIGHBOURS, MIN_DISTANCE, seed, progress));
    }

    private static EmbeddingMap drawn(float[][] places, List<Row> rows) {
        List<EmbeddingMap.Point> drawn = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            drawn.add(point(places[i], rows.get(i)));
        }
        return new EmbeddingMap(drawn);
    }

    private static EmbeddingMap.Point point(float[] place, Row row) {
        return new EmbeddingMap.Point(
                place[0],
                place[1],
                Optional.ofNullable(row.getString(1)),
                row.isNullAt(2) ? OptionalInt.empty() : OptionalInt.of(row.getInt(2)));
    }
}
