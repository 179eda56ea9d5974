package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.report.Clustering.Cluster;
import dev.hourglass.report.Clustering.LabelCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix =
            new ConfusionMatrix(
                    List.of(
                            new LabelCount("cat", 0, 10),
                            new LabelCount("dog", 0, 30),
                            new LabelCount("cat", 2, 5),
                            new LabelCount("dog", 2, 5),
                            new LabelCount("emu", 2, 1)));

    @Test
    void aClustersMajorityLabelIsItsCommonest() {
        assertThat(matrix.majority(0)).contains("dog");
        assertThat(matrix.purity(0)).contains(0.75);
    }

    @Test
    void ofEquallyCommonLabelsTheFirstIsTaken() {
        assertThat(matrix.majority(2)).contains("cat");
    }

    @Test
    void aClusterWithoutLabelledRowsHasNoMajority() {
        assertThat(matrix.majority(1)).isEmpty();
        assertThat(matrix.purity(1)).isEmpty();
    }

    @Test
    void pairsThatWereLeftOutHaveNoRows() {
        assertThat(matrix.rows("emu", 0)).isZero();
        assertThat(matrix.rows("cat")).isEqualTo(15);
    }

    @Test
    void clustersFollowTheirMajorityLabels() {
        List<Cluster> clusters = List.of(cluster(0), cluster(1), cluster(2));
        assertThat(matrix.diagonal(clusters)).containsExactly(2, 0, 1);
    }

    @Test
    void onlyTheCommonestLabelsAreListedInTheirOrder() {
        assertThat(matrix.labels(2)).containsExactly("cat", "dog");
    }

    private static Cluster cluster(int id) {
        return new Cluster(id, 1, 0, List.of(), List.of());
    }
}
