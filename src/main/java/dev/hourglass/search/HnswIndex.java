package dev.hourglass.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder.GraphBuilderKnnCollector;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.NeighborQueue;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * A hierarchical navigable small world graph (Malkov and Yashunin 2020), built and searched by
 * Lucene. What it finds is compared again in double precision, so that scores are those of an exact
 * search.
 */
final class HnswIndex implements NeighbourIndex {
    private final Vectors vectors;
    private final Metric metric;

    /** What the graph compares: {@link #comparable}. */
    private final float[] rows;

    private final int efSearch;
    private final CompactGraph graph;

    private HnswIndex(Vectors vectors, SearchSettings settings, float[] rows, CompactGraph graph) {
        this.vectors = vectors;
        this.metric = settings.metric();
        this.rows = rows;
        this.efSearch = settings.efSearch();
        this.graph = graph;
    }

    /**
     * Builds the graph in this thread, row by row: the same rows, settings and seed give the same
     * graph.
     *
     * @param seed of the levels that rows are put on
     */
    static HnswIndex build(Vectors vectors, SearchSettings settings, long seed) {
        float[] rows = comparable(settings.metric(), vectors);
        Scorers scorers = new Scorers(settings.metric(), rows, vectors.width());
        try {
            HnswGraphBuilder builder =
                    HnswGraphBuilder.create(
                            scorers, settings.m(), settings.efConstruction(), seed, vectors.size());
            CompactGraph graph = CompactGraph.of(builder.build(vectors.size()));
            return new HnswIndex(vectors, settings, rows, graph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows as they are, for the cosine brought to length 1. */
    private static float[] comparable(Metric metric, Vectors vectors) {
        if (metric != Metric.COSINE) {
            return vectors.values();
        }
        float[] rows = new float[vectors.values().length];
        for (int i = 0; i < rows.length; i++) {
            double norm = vectors.norm(i / vectors.width());
            rows[i] = norm == 0 ? 0 : (float) (vectors.values()[i] / norm);
        }
        return rows;
    }

    @Override
    public void search(Vectors queries, Neighbours found) {
        // A query that is in the index is found first, and left out then.
        int candidates =
                Math.min(
                        Math.max(efSearch, found.k() + (found.amongThemselves() ? 1 : 0)),
                        vectors.size());
        float[] asked = comparable(metric, queries);
        Walk walk = new Walk(candidates);
        for (int query = 0; query < queries.size(); query++) {
            walk.scorer.query(asked, query * queries.width());
            int start = found.amongThemselves() ? vectors.find(queries.id(query)) : -1;
            GraphBuilderKnnCollector nearest = walk.from(start < 0 ? walk.descend() : start);
            while (nearest.size() > 0) {
                int row = nearest.popNode();
                double close = metric.closeness(queries, query, vectors, row);
                found.offer(query, close, vectors.id(row));
            }
        }
    }

    /** Searches of one thread, in the same memory again and again. */
    private final class Walk {
        private final int candidates;
        private final HnswGraph view = graph.view();
        private final RowScorer scorer =
                new RowScorer(metric == Metric.EUCLIDEAN, rows, vectors.width());
        private final HnswGraphSearcher searcher;

        Walk(int candidates) {
            this.candidates = candidates;
            this.searcher =
                    new HnswGraphSearcher(
                            new NeighborQueue(candidates, true), new FixedBitSet(vectors.size()));
        }

        /** The node nearest to the query that the levels above the lowest lead to. */
        int descend() {
            try {
                int node = view.entryNode();
                for (int level = view.numLevels() - 1; level > 0; level--) {
                    node = level(1, level, node).popNode();
                }
                return node;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The nearest nodes that are found from this one on. */
        GraphBuilderKnnCollector from(int node) {
            return level(candidates, 0, node);
        }

        private GraphBuilderKnnCollector level(int count, int level, int from) {
            try {
                return searcher.searchLevel(scorer, count, level, new int[] {from}, view);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Scorers of the index's own rows, which Lucene asks for while it builds.
     *
     * @param rows row-major
     */
    private record Scorers(Metric metric, float[] rows, int width)
            implements RandomVectorScorerSupplier {
        @Override
        public RandomVectorScorer scorer(int row) {
            return new RowScorer(metric == Metric.EUCLIDEAN, rows, width).query(rows, row * width);
        }

        @Override
        public RandomVectorScorerSupplier copy() {
            return this;
        }
    }
}
