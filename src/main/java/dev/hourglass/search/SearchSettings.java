package dev.hourglass.search;

import static java.util.Objects.requireNonNull;

import dev.hourglass.config.Require;
import java.io.Serializable;
import java.util.Optional;

/**
 * The section {@code search} of the configuration.
 *
 * @param method how neighbours are found
 * @param metric what near means
 * @param k neighbours of each row, 1 to 1,000
 * @param queries Parquet of the rows to find neighbours of; null for the embeddings themselves
 * @param partitions parts of the embeddings that are searched each by itself, 1 to 10,000; null for
 *     as few as fit memory
 * @param m hnsw: links of a row, 2 to 512
 * @param efConstruction hnsw: candidates while a row is inserted, 2 to 10,000
 * @param efSearch hnsw: candidates while a row is searched for, 1 to 10,000
 */
public record SearchSettings(
        Method method,
        Metric metric,
        int k,
        String queries,
        Integer partitions,
        int m,
        int efConstruction,
        int efSearch)
        implements Serializable {
    /** How neighbours are found. */
    public enum Method {
        /** Every row is compared with every other. */
        EXACT,
        /**
         * Hierarchical navigable small world graphs (Malkov and Yashunin 2020): most of the
         * nearest, and far fewer comparisons.
         */
        HNSW
    }

    public SearchSettings {
        requireNonNull(method, "method is null");
        requireNonNull(metric, "metric is null");
        Require.range("search.k", k, 1, 1_000);
        if (partitions != null) {
            Require.range("search.partitions", partitions, 1, 10_000);
        }
        Require.range("search.m", m, 2, 512);
        Require.range("search.ef-construction", efConstruction, 2, 10_000);
        Require.range("search.ef-search", efSearch, 1, 10_000);
    }

    /** An exact search among the embeddings themselves. */
    public static SearchSettings exact(Metric metric, int k) {
        return new SearchSettings(Method.EXACT, metric, k, null, null, 16, 100, 50);
    }

    /** Where rows to find neighbours of lie, if not the embeddings themselves are those rows. */
    public Optional<String> queriesPath() {
        return Optional.ofNullable(queries);
    }

    /** These settings with another method. */
    public SearchSettings with(Method other) {
        return new SearchSettings(
                other, metric, k, queries, partitions, m, efConstruction, efSearch);
    }
}
