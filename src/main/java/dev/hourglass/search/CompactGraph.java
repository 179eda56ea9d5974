package dev.hourglass.search;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * A graph that Lucene has built, in a few arrays: so it travels between executors, lies closely in
 * memory, and is read by many threads at once, each through a view of its own.
 */
final class CompactGraph implements Serializable {
    private final int entry;

    /** The nodes of each level in ascending order. */
    private final int[][] nodes;

    /** By level, where the links of each of its nodes begin; one more for the end of the last. */
    private final int[][] starts;

    private final int[][] links;

    private CompactGraph(int entry, int[][] nodes, int[][] starts, int[][] links) {
        this.entry = entry;
        this.nodes = nodes;
        this.starts = starts;
        this.links = links;
    }

    static CompactGraph of(HnswGraph graph) throws IOException {
        int levels = graph.numLevels();
        int[][] nodes = new int[levels][];
        int[][] starts = new int[levels][];
        int[][] links = new int[levels][];
        for (int level = 0; level < levels; level++) {
            HnswGraph.NodesIterator iterator = graph.getNodesOnLevel(level);
            nodes[level] = new int[iterator.size()];
            iterator.consume(nodes[level]);
            Arrays.sort(nodes[level]);
            starts[level] = new int[nodes[level].length + 1];
            links[level] = links(graph, level, nodes[level], starts[level]);
        }
        return new CompactGraph(graph.entryNode(), nodes, starts, links);
    }

    private static int[] links(HnswGraph graph, int level, int[] nodes, int[] starts)
            throws IOException {
        int[] links = new int[nodes.length];
        int count = 0;
        for (int i = 0; i < nodes.length; i++) {
            graph.seek(level, nodes[i]);
            for (int link = graph.nextNeighbor();
                    link != DocIdSetIterator.NO_MORE_DOCS;
                    link = graph.nextNeighbor()) {
                if (count == links.length) {
                    links = Arrays.copyOf(links, 2 * count);
                }
                links[count++] = link;
            }
            starts[i + 1] = count;
        }
        return Arrays.copyOf(links, count);
    }

    /** The graph as Lucene searches it, for one thread. */
    HnswGraph view() {
        return new View(this);
    }

    private static final class View extends HnswGraph {
        private final CompactGraph graph;
        private int[] links;
        private int next;
        private int end;

        View(CompactGraph graph) {
            this.graph = graph;
        }

        @Override
        public void seek(int level, int node) {
            // Every node is on the lowest level.
            int at = level == 0 ? node : Arrays.binarySearch(graph.nodes[level], node);
            links = graph.links[level];
            next = graph.starts[level][at];
            end = graph.starts[level][at + 1];
        }

        @Override
        public int nextNeighbor() {
            return next < end ? links[next++] : DocIdSetIterator.NO_MORE_DOCS;
        }

        @Override
        public int size() {
            return graph.nodes[0].length;
        }

        @Override
        public int numLevels() {
            return graph.nodes.length;
        }

        @Override
        public int entryNode() {
            return graph.entry;
        }

        @Override
        public NodesIterator getNodesOnLevel(int level) {
            return new ArrayNodesIterator(graph.nodes[level], graph.nodes[level].length);
        }
    }
}
