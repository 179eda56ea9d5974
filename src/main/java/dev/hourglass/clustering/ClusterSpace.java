package dev.hourglass.clustering;

import static dev.hourglass.embedding.EmbeddingTable.EMBEDDING;
import static dev.hourglass.embedding.EmbeddingTable.ID;
import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.clustering.n2d.Manifold;
import dev.hourglass.clustering.n2d.N2dSettings;
import dev.hourglass.embedding.EmbeddingTable;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where clusters are sought: among the embeddings as they are, or in a layout of them.
 *
 * @param manifold empty for the former
 */
record ClusterSpace(Optional<Manifold> manifold) {
    /** That of the embeddings themselves. */
    static final ClusterSpace EMBEDDINGS = new ClusterSpace(Optional.empty());

    /**
     * Lays a sample of embeddings out, chosen by a hash of their ids.
     *
     * @param progress takes the share that is done, 0 to 1
     */
    static ClusterSpace layOut(
            Dataset<Row> embeddings, N2dSettings settings, long seed, DoubleConsumer progress) {
        float[][] sample =
                embeddings
                        .select(ID, EMBEDDING)
                        .orderBy(xxhash64(col(ID)), col(ID))
                        .limit(settings.sample())
                        .collectAsList()
                        .stream()
                        .map(row -> EmbeddingTable.embedding(row, 1))
                        .toArray(float[][]::new);
        return new ClusterSpace(Optional.of(Manifold.fit(sample, settings, seed, progress)));
    }

    /** Puts into the column {@code embedding} where the rows lie in this space. */
    Dataset<Row> place(Dataset<Row> embeddings) {
        if (manifold.isEmpty()) {
            return embeddings;
        }
        // Spark frees it when nobody knows these rows any more.
        Broadcast<Manifold> everywhere =
                JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext())
                        .broadcast(manifold.get());
        UDF1<Vector, float[]> place = code -> everywhere.value().place(floats(code));
        return embeddings.withColumn(
                EMBEDDING,
                udf(place, DataTypes.createArrayType(DataTypes.FloatType, false))
                        .apply(array_to_vector(col(EMBEDDING))));
    }

    private static float[] floats(Vector vector) {
        float[] floats = new float[vector.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) vector.apply(i);
        }
        return floats;
    }
}
