package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.embedding.EmbedSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.search.NearestNeighbours;
import dev.hourglass.search.SearchSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Embeddings to their nearest neighbours. */
final class SearchStep implements Step {
    private static final String NEIGHBOURS = "neighbours";

    /**
     * What metrics.json says of a search.
     *
     * @param settings the section {@code search}
     * @param rows embeddings that were searched
     * @param width elements of each
     * @param queries rows whose neighbours were looked for
     * @param partitions that were searched each by itself
     * @param indexSeconds until these were ready to be searched
     * @param searchSeconds until all neighbours were written
     * @param recall the share of the true neighbours that were found, of a sample of the queries;
     *     null for an exact search, which finds all
     */
    record Metrics(
            SearchSettings settings,
            long rows,
            int width,
            long queries,
            int partitions,
            double indexSeconds,
            double searchSeconds,
            Double recall) {}

    @Override
    public String name() {
        return "search";
    }

    @Override
    public boolean computes(Configuration configuration) {
        return true;
    }

    @Override
    public void check(Configuration configuration) {
        configuration.section("search", SearchSettings.class);
        configuration.section("embed", EmbedSettings.class);
    }

    /** A run of its own: to search otherwise clusters and reports nothing anew. */
    @Override
    public RunFolder folder(JobContext context, TensorDataset dataset) {
        return context.run(dataset, "search");
    }

    @Override
    public Outcome run(JobContext context) {
        TensorDataset dataset = context.dataset();
        ModelManifest model = TrainStep.model(context, dataset);
        Results results = new Results(context, name(), folder(context, dataset).runId());
        if (results.existAlready()) {
            return Outcome.before(summary(results));
        }
        Dataset<Row> embeddings = EmbedStep.read(context, model, name());
        SearchSettings settings = context.configuration().section("search", SearchSettings.class);
        Optional<Dataset<Row>> queries = settings.queriesPath().map(path -> queries(context, path));
        results.make(folder -> search(context, embeddings, queries, settings, folder));
        return Outcome.now(summary(results));
    }

    private static Metrics search(
            JobContext context,
            Dataset<Row> embeddings,
            Optional<Dataset<Row>> queries,
            SearchSettings settings,
            Path folder) {
        String neighbours = new Path(folder, NEIGHBOURS).toString();
        long start = System.nanoTime();
        try (NearestNeighbours index =
                NearestNeighbours.build(embeddings, queries, settings, context.common().seed())) {
            long indexed = System.nanoTime();
            index.find().write().parquet(neighbours);
            long searched = System.nanoTime();
            Double recall =
                    settings.method() == SearchSettings.Method.EXACT
                            ? null
                            : index.recall(context.spark().read().parquet(neighbours));
            return new Metrics(
                    settings,
                    index.shape().rows(),
                    index.shape().width(),
                    index.queries(),
                    index.partitions(),
                    seconds(start, indexed),
                    seconds(indexed, searched),
                    recall);
        }
    }

    private static Dataset<Row> queries(JobContext context, String path) {
        try {
            return context.spark().read().parquet(path);
        } catch (Exception e) {
            // Spark's own say what is missing, and are declared nowhere.
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The queries cannot be read as Parquet",
                    "search.queries = " + path,
                    "name a Parquet file, or a folder of them, with the columns id and embedding",
                    e);
        }
    }

    private static double seconds(long from, long to) {
        return Math.round((to - from) / 1e7) / 100.0;
    }

    private static Map<String, Object> summary(Results results) {
        Metrics metrics = results.read(Metrics.class);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("neighbours", new Path(results.path(), NEIGHBOURS).toString());
        summary.put("queries", metrics.queries());
        if (metrics.recall() != null) {
            summary.put("recall", metrics.recall());
        }
        summary.put("index_seconds", metrics.indexSeconds());
        summary.put("search_seconds", metrics.searchSeconds());
        return summary;
    }
}
