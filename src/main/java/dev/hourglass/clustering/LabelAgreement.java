package dev.hourglass.clustering;

import java.util.Arrays;

/**
 * How well clusters agree with labels, whatever the clusters' numbers. Rows without a label do not
 * count.
 *
 * @param accuracy share of rows in the cluster that the Hungarian method pairs with their label, 0
 *     to 1
 * @param nmi normalised mutual information: the mutual information of clusters and labels over the
 *     arithmetic mean of their entropies, 0 to 1
 * @param ari adjusted Rand index (Hubert and Arabie 1985): agreement on pairs of rows, 0 for chance
 *     and 1 for identity; at least −0.5
 * @param purity share of rows that have the commonest label of their cluster, 0 to 1
 * @param homogeneity 1 − H(label | cluster) / H(label) (Rosenberg and Hirschberg 2007): 1 where no
 *     cluster mixes labels
 */
public record LabelAgreement(
        double accuracy, double nmi, double ari, double purity, double homogeneity) {
    /** The agreement of a table with at least one labelled row. */
    static LabelAgreement of(ContingencyTable table) {
        double information = mutualInformation(table);
        double labelEntropy = entropy(table.labelTotals());
        double meanEntropy = (labelEntropy + entropy(table.clusterTotals())) / 2;
        return new LabelAgreement(
                accuracy(table),
                // Nothing to tell apart on either side is perfect agreement, as in scikit-learn.
                meanEntropy == 0 ? 1 : Math.min(1, information / meanEntropy),
                adjustedRandIndex(table),
                purity(table),
                labelEntropy == 0 ? 1 : Math.min(1, information / labelEntropy));
    }

    private static double accuracy(ContingencyTable table) {
        int[] matching = HungarianMethod.maximise(table.counts());
        long matched = 0;
        for (int cluster = 0; cluster < matching.length; cluster++) {
            if (matching[cluster] != HungarianMethod.UNMATCHED) {
                matched += table.counts()[cluster][matching[cluster]];
            }
        }
        return (double) matched / table.total();
    }

    private static double purity(ContingencyTable table) {
        long commonest =
                Arrays.stream(table.counts())
                        .mapToLong(row -> Arrays.stream(row).max().orElse(0))
                        .sum();
        return (double) commonest / table.total();
    }

    /** In nats. */
    private static double mutualInformation(ContingencyTable table) {
        double total = table.total();
        long[] clusterTotals = table.clusterTotals();
        long[] labelTotals = table.labelTotals();
        double information = 0;
        for (int cluster = 0; cluster < clusterTotals.length; cluster++) {
            for (int label = 0; label < labelTotals.length; label++) {
                double count = table.counts()[cluster][label];
                if (count > 0) {
                    double expected = clusterTotals[cluster] / total * labelTotals[label];
                    information += count / total * Math.log(count / expected);
                }
            }
        }
        return Math.max(0, information);
    }

    /** In nats. */
    private static double entropy(long[] counts) {
        double total = Arrays.stream(counts).sum();
        return Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> -count / total * Math.log(count / total))
                .sum();
    }

    private static double adjustedRandIndex(ContingencyTable table) {
        double together = Arrays.stream(table.counts()).mapToDouble(LabelAgreement::pairs).sum();
        double sameCluster = pairs(table.clusterTotals());
        double sameLabel = pairs(table.labelTotals());
        if (together == sameCluster && together == sameLabel) {
            return 1;
        }
        double expected = sameCluster * (sameLabel / pairs(table.total()));
        return (together - expected) / ((sameCluster + sameLabel) / 2 - expected);
    }

    private static double pairs(long... counts) {
        return Arrays.stream(counts).mapToDouble(count -> count * (count - 1.0) / 2).sum();
    }
}
