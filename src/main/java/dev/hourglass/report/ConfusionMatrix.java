package dev.hourglass.report;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.hourglass.report.Clustering.Cluster;
import dev.hourglass.report.Clustering.LabelCount;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the labels spread over the clusters. */
final class ConfusionMatrix {
    private final Map<String, Map<Integer, Long>> counts = new TreeMap<>(Labels.ORDER);

    ConfusionMatrix(Collection<LabelCount> labelCounts) {
        for (LabelCount count : labelCounts) {
            counts.computeIfAbsent(count.label(), label -> new HashMap<>())
                    .merge(count.cluster(), count.rows(), Long::sum);
        }
    }

    /** How many labels there are. */
    int size() {
        return counts.size();
    }

    /** The labels with the most rows, in their order. */
    List<String> labels(int most) {
        return counts.keySet().stream()
                .sorted(comparing(label -> -rows(label)))
                .limit(most)
                .sorted(Labels.ORDER)
                .toList();
    }

    /** Rows with the label in the cluster. */
    long rows(String label, int cluster) {
        return counts.get(label).getOrDefault(cluster, 0L);
    }

    /** Rows with the label. */
    long rows(String label) {
        return counts.get(label).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The commonest label in the cluster; of equally common ones the first. */
    Optional<String> majority(int cluster) {
        return counts.keySet().stream()
                .filter(label -> rows(label, cluster) > 0)
                .min(comparing(label -> -rows(label, cluster)));
    }

    /** The share of the cluster's labelled rows that have its commonest label. */
    Optional<Double> purity(int cluster) {
        long labelled = counts.keySet().stream().mapToLong(label -> rows(label, cluster)).sum();
        return majority(cluster).map(label -> (double) rows(label, cluster) / labelled);
    }

    /** Clusters in the order of their commonest labels, which brings out a diagonal. */
    List<Integer> diagonal(List<Cluster> clusters) {
        Map<String, Integer> ranks = new HashMap<>();
        counts.keySet().forEach(label -> ranks.put(label, ranks.size()));
        return clusters.stream()
                .map(Cluster::id)
                .sorted(
                        comparingInt(
                                        (Integer cluster) ->
                                                majority(cluster).map(ranks::get).orElse(size()))
                                .thenComparing(cluster -> cluster))
                .toList();
    }
}
