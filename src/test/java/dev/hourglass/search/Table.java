package dev.hourglass.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Embeddings of a test, and their true neighbours by the definition.
 *
 * @param ids in ascending order
 * @param embeddings of these
 */
record Table(List<String> ids, List<float[]> embeddings) {
    static final StructType SCHEMA =
            StructType.fromDDL("id string, embedding array<float>, model string");

    /** Rows with the ids prefix00000, prefix00001 and so on. */
    static Table of(String prefix, int rows, IntFunction<float[]> embedding) {
        List<String> ids = new ArrayList<>();
        List<float[]> embeddings = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            ids.add("%s%05d".formatted(prefix, i));
            embeddings.add(embedding.apply(i));
        }
        return new Table(ids, embeddings);
    }

    static Table of(float[]... embeddings) {
        return of("id", embeddings.length, i -> embeddings[i]);
    }

    /** Normally distributed rows. */
    static Table gaussians(String prefix, int rows, int width, double mean, double deviation) {
        Random random = new Random(rows);
        return of(prefix, rows, i -> gaussians(random, width, mean, deviation));
    }

    private static float[] gaussians(Random random, int width, double mean, double deviation) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }

    int width() {
        return embeddings.get(0).length;
    }

    Vectors vectors() {
        return Vectors.read(rows().iterator(), width());
    }

    /** In the columns of {@link #SCHEMA}. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            rows.add(RowFactory.create(ids.get(i), boxed(embeddings.get(i)), "m/1"));
        }
        return rows;
    }

    /** As Spark hands arrays to a program. */
    private static scala.collection.Seq<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return scala.collection.JavaConverters.asScalaBuffer(list);
    }

    /**
     * The rows that a search among these must find.
     *
     * @param amongThemselves whether the queries are these rows, none of which is its own neighbour
     */
    List<Row> nearest(Table queries, Metric metric, int k, boolean amongThemselves) {
        List<Row> nearest = new ArrayList<>();
        for (int query = 0; query < queries.ids.size(); query++) {
            float[] asked = queries.embeddings.get(query);
            double[] scores =
                    embeddings.stream().mapToDouble(row -> score(metric, asked, row)).toArray();
            int sign = metric == Metric.EUCLIDEAN ? 1 : -1;
            int own = amongThemselves ? query : -1;
            Integer[] order = new Integer[scores.length];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparingDouble(i -> sign * scores[i]));
            int rank = 0;
            for (int row : order) {
                if (row != own && rank < k) {
                    rank++;
                    nearest.add(
                            RowFactory.create(
                                    queries.ids.get(query), ids.get(row), rank, scores[row]));
                }
            }
        }
        return nearest;
    }

    private static double score(Metric metric, float[] a, float[] b) {
        double product = 0;
        double squares = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            ofA += (double) a[i] * a[i];
            ofB += (double) b[i] * b[i];
        }
        return switch (metric) {
            case COSINE -> ofA == 0 || ofB == 0 ? 0 : product / (Math.sqrt(ofA) * Math.sqrt(ofB));
            case INNER_PRODUCT -> product;
            case EUCLIDEAN -> Math.sqrt(squares);
        };
    }
}
