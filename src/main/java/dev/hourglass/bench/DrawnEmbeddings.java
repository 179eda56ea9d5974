package dev.hourglass.bench;

import dev.hourglass.embedding.EmbeddingTable;
import java.io.Serializable;
import java.util.Random;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Embeddings like those of a trained encoder: ten groups on a curved surface of few dimensions, in
 * a space of any width, with a little noise.
 */
final class DrawnEmbeddings implements Serializable {
    private static final int GROUPS = 10;
    private static final int DIMENSIONS = 12;
    private static final int BENDS = 64;
    private static final double NOISE = 0.02;
    private static final StructType SCHEMA =
            StructType.fromDDL("id string, embedding array<float>, model string");

    private final double[][] centres;
    private final double[][] bends;
    private final double[][] directions;

    private DrawnEmbeddings(int width) {
        Random random = new Random(width);
        centres = gaussians(random, GROUPS, DIMENSIONS, 1.5);
        bends = gaussians(random, BENDS, DIMENSIONS, 1 / Math.sqrt(DIMENSIONS));
        directions = gaussians(random, width, BENDS, 1 / Math.sqrt(BENDS));
    }

    /** The columns {@code id}, {@code embedding} and {@code model} of {@link EmbeddingTable}. */
    static Dataset<Row> of(SparkSession spark, int rows, int width) {
        DrawnEmbeddings drawn = new DrawnEmbeddings(width);
        return spark.range(rows).map((MapFunction<Long, Row>) drawn::row, Encoders.row(SCHEMA));
    }

    private Row row(long id) {
        Random random = new Random(id);
        double[] place = centres[random.nextInt(GROUPS)].clone();
        for (int i = 0; i < DIMENSIONS; i++) {
            place[i] += random.nextGaussian();
        }
        double[] bent = new double[BENDS];
        for (int i = 0; i < BENDS; i++) {
            bent[i] = Math.tanh(product(bends[i], place));
        }
        float[] embedding = new float[directions.length];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (product(directions[i], bent) + NOISE * random.nextGaussian());
        }
        return RowFactory.create(Long.toString(id), embedding, "drawn/1");
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] gaussians(Random random, int rows, int columns, double deviation) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = deviation * random.nextGaussian();
            }
        }
        return values;
    }
}
