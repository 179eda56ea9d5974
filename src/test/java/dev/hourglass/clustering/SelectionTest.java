package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.clustering.ClusterSettings.Method;
import dev.hourglass.clustering.KSelection.Member;
import dev.hourglass.clustering.Selection.Candidate;
import dev.hourglass.clustering.SelectionSettings.Criterion;
import dev.hourglass.error.HourglassException;
import dev.hourglass.testing.Clusterings;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Candidate> CANDIDATES =
            List.of(
                    new Candidate(2, 9, 0.6, 0.9, 50, 0.30, 0.05),
                    new Candidate(3, 5, 0.5, 0.4, 60, 0.50, 0.05),
                    new Candidate(4, 4, 0.4, 0.5, 40, 0.54, 0.05),
                    new Candidate(5, 3, 0.3, 0.6, 70, 0.90, 0.05));

    @Test
    void eachCriterionHasItsOwnBest() {
        assertThat(Selection.of(Criterion.SILHOUETTE, 9, CANDIDATES).k()).isEqualTo(2);
        assertThat(Selection.of(Criterion.DAVIES_BOULDIN, 9, CANDIDATES).k()).isEqualTo(3);
        assertThat(Selection.of(Criterion.BIC, 9, CANDIDATES).k()).isEqualTo(4);
    }

    @Test
    void theGapTakesTheFirstThatTheNextDoesNotClearlyExceed() {
        // 0.50 is no less than 0.54 - 0.05, though 0.90 is the greatest.
        assertThat(Selection.of(Criterion.GAP, 9, CANDIDATES).k()).isEqualTo(3);
        assertThat(Selection.of(Criterion.GAP, 9, CANDIDATES.subList(2, 4)).k()).isEqualTo(5);
    }

    @Test
    void theIndexOfDaviesAndBouldinIsThatWorkedOutByHand() {
        List<Member> clusters =
                List.of(new Member(2, 1, 2), new Member(2, 2, 8), new Member(1, 0, 0));
        Vector[] centres = {Vectors.dense(0, 0), Vectors.dense(6, 0), Vectors.dense(0, 4)};
        // Pairs: (1 + 2) / 6, (1 + 0) / 4 and (2 + 0) / sqrt(52).
        assertThat(KSelection.daviesBouldin(clusters, centres))
                .isCloseTo((0.5 + 0.5 + 2 / Math.sqrt(52)) / 3, within(1e-12));
    }

    @Test
    void theCriterionOfCentresIsThatOfRoundGaussians() {
        // Rows -1 and 1 around 0, 9 and 11 around 10: variance 4 / (4 - 2) = 2.
        List<Member> clusters = List.of(new Member(2, 1, 2), new Member(2, 1, 2));
        double logDensity = -4 / 2.0 * Math.log(2 * Math.PI * 2) - 4 / (2 * 2.0);
        double logShares = 4 * Math.log(0.5);
        double free = 1 + 2 + 1;
        assertThat(KSelection.bicOfCentres(clusters, 4, 4, 1))
                .isCloseTo(-2 * (logDensity + logShares) + free * Math.log(4), within(1e-12));
    }

    @Test
    void theCriterionOfMixturesCountsWhatIsFree() {
        // Two Gaussians of 3 dimensions: a weight, 2 x 3 means, 2 x 6 covariances.
        assertThat(KSelection.bicOfMixture(100, 50, 3, 2))
                .isCloseTo(200 + 19 * Math.log(50), within(1e-12));
    }

    @Test
    void theGapIsNotForMixtures() {
        SelectionSettings gap = new SelectionSettings(Criterion.GAP, 2, 5, 100, 10);
        ClusterSettings plain = Clusterings.settings(Method.GMM, null, 1, 10);
        assertThatThrownBy(
                        () ->
                                new ClusterSettings(
                                        Method.N2D, null, 1, 10, gap, plain.dcec(), plain.n2d()))
                .isInstanceOf(HourglassException.class)
                .hasMessageContaining("cluster.selection.criterion");
    }
}
