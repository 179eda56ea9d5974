package dev.hourglass.bench;

import dev.hourglass.search.NearestNeighbours;
import dev.hourglass.search.SearchSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Queries a second of each method of search, with every embedding as a query. */
public final class SearchBenchmark {
    private static final int ROWS = 70_000;
    private static final int[] WIDTHS = {10, 64, 256};

    /** The first one compiles. */
    private static final int TIMES = 3;

    private static final int SEED = 1;

    private final SparkSession spark;
    private final SearchSettings settings;
    private final Consumer<Map<String, Object>> line;
    private final Consumer<String> progress;

    /**
     * @param settings of which the method does not count
     * @param line takes the figures of one method on one table
     * @param progress takes a line for people
     */
    public SearchBenchmark(
            SparkSession spark,
            SearchSettings settings,
            Consumer<Map<String, Object>> line,
            Consumer<String> progress) {
        this.spark = spark;
        this.settings = settings;
        this.line = line;
        this.progress = progress;
    }

    /** Measures on drawn embeddings of several widths. */
    public void run() {
        for (int width : WIDTHS) {
            progress.accept("bench: drawing embeddings of width " + width);
            run(DrawnEmbeddings.of(spark, ROWS, width));
        }
    }

    /** Measures on these embeddings. */
    public void run(Dataset<Row> embeddings) {
        embeddings.persist();
        for (SearchSettings.Method method : SearchSettings.Method.values()) {
            line.accept(measure(embeddings, settings.with(method)));
        }
        embeddings.unpersist();
    }

    private Map<String, Object> measure(Dataset<Row> embeddings, SearchSettings measured) {
        String method = measured.method().name().toLowerCase(Locale.ROOT);
        progress.accept("bench: " + method);
        embeddings.count();
        long start = System.nanoTime();
        try (NearestNeighbours index =
                NearestNeighbours.build(embeddings, Optional.empty(), measured, SEED)) {
            double indexSeconds = secondsSince(start);
            double best = Double.POSITIVE_INFINITY;
            for (int time = 0; time < TIMES; time++) {
                start = System.nanoTime();
                index.find().write().format("noop").mode("overwrite").save();
                best = Math.min(best, secondsSince(start));
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("method", method);
            figures.put("metric", measured.metric().name().toLowerCase(Locale.ROOT));
            figures.put("rows", index.shape().rows());
            figures.put("width", index.shape().width());
            figures.put("partitions", index.partitions());
            figures.put("k", measured.k());
            figures.put("index_s", Math.round(indexSeconds * 100) / 100.0);
            figures.put("queries_per_s", Math.round(index.queries() / best));
            figures.put("recall", Math.round(index.recall(index.find()) * 10_000) / 10_000.0);
            return figures;
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
