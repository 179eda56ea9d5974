package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values are worked out by hand; those of scikit-learn's documentation agree to its two digits. */
class LabelAgreementTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void identicalGroupingsAgreeWhateverTheClustersAreCalled() {
        LabelAgreement agreement = agreement(new int[] {0, 0, 1, 1, 2}, new int[] {2, 2, 0, 0, 1});

        assertThat(agreement.accuracy()).isEqualTo(1);
        assertThat(agreement.nmi()).isCloseTo(1, ROUNDING);
        assertThat(agreement.ari()).isEqualTo(1);
        assertThat(agreement.homogeneity()).isCloseTo(1, ROUNDING);
    }

    @Test
    void aSplitLabelKeepsHomogeneityAndLosesTheRest() {
        LabelAgreement agreement = agreement(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2});

        assertThat(agreement.accuracy()).isEqualTo(0.75);
        // Information ln 2 over the mean of the entropies ln 2 and 1.5 ln 2.
        assertThat(agreement.nmi()).isCloseTo(0.8, ROUNDING);
        // One pair together, 1/3 expected, 3/2 at most.
        assertThat(agreement.ari()).isCloseTo(4.0 / 7.0, ROUNDING);
        assertThat(agreement.homogeneity()).isCloseTo(1, ROUNDING);
    }

    @Test
    void mergedLabelsLoseHomogeneityToo() {
        LabelAgreement agreement = agreement(new int[] {0, 0, 1, 2}, new int[] {0, 0, 1, 1});

        assertThat(agreement.accuracy()).isEqualTo(0.75);
        assertThat(agreement.nmi()).isCloseTo(0.8, ROUNDING);
        assertThat(agreement.ari()).isCloseTo(4.0 / 7.0, ROUNDING);
        assertThat(agreement.homogeneity()).isCloseTo(2.0 / 3.0, ROUNDING);
    }

    @Test
    void threeClustersOfTwoAcrossTwoLabelsOfThree() {
        LabelAgreement agreement =
                agreement(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 2, 2});

        // H(label) = ln 2, H(cluster) = ln 3, H(label | cluster) = (ln 2) / 3.
        double information = 2.0 / 3.0 * Math.log(2);
        assertThat(agreement.accuracy()).isCloseTo(4.0 / 6.0, ROUNDING);
        assertThat(agreement.nmi()).isCloseTo(information / (Math.log(6) / 2), ROUNDING);
        assertThat(agreement.homogeneity()).isCloseTo(2.0 / 3.0, ROUNDING);
        // Pairs: 2 together, 3 within clusters, 6 within labels, 15 in all.
        assertThat(agreement.ari()).isCloseTo((2 - 1.2) / (4.5 - 1.2), ROUNDING);
    }

    @Test
    void independentGroupingsShareNothing() {
        LabelAgreement agreement = agreement(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});

        assertThat(agreement.accuracy()).isEqualTo(0.5);
        assertThat(agreement.nmi()).isEqualTo(0);
        assertThat(agreement.ari()).isCloseTo(-0.5, ROUNDING);
        assertThat(agreement.homogeneity()).isEqualTo(0);
    }

    @Test
    void oneClusterOfManyLabelsTellsNothing() {
        LabelAgreement agreement = agreement(new int[] {0, 1, 2, 3}, new int[] {0, 0, 0, 0});

        assertThat(agreement).isEqualTo(new LabelAgreement(0.25, 0, 0, 0.25, 0));
    }

    @Test
    void manyClustersOfOneLabelAreHomogeneousOnly() {
        LabelAgreement agreement = agreement(new int[] {0, 0, 0, 0}, new int[] {0, 1, 2, 3});

        assertThat(agreement).isEqualTo(new LabelAgreement(0.25, 0, 0, 1, 1));
    }

    @Test
    void aSingleRowAgreesWithItself() {
        LabelAgreement agreement = agreement(new int[] {0}, new int[] {0});

        assertThat(agreement).isEqualTo(new LabelAgreement(1, 1, 1, 1, 1));
    }

    @Test
    void aClusterWithoutLabelledRowsChangesNothing() {
        LabelAgreement without =
                LabelAgreement.of(
                        new ContingencyTable(List.of("a", "b"), new long[][] {{3, 1}, {0, 4}}));
        LabelAgreement with =
                LabelAgreement.of(
                        new ContingencyTable(
                                List.of("a", "b"), new long[][] {{3, 1}, {0, 0}, {0, 4}}));

        assertThat(with).isEqualTo(without);
    }

    @Test
    void billionsOfRowsDoNotOverflow() {
        long many = 4_000_000_000L;
        LabelAgreement agreement =
                LabelAgreement.of(
                        new ContingencyTable(
                                List.of("a", "b"), new long[][] {{0, many}, {many, 0}}));

        assertThat(agreement.accuracy()).isEqualTo(1);
        assertThat(agreement.nmi()).isCloseTo(1, ROUNDING);
        assertThat(agreement.ari()).isCloseTo(1, ROUNDING);
    }

    private static LabelAgreement agreement(int[] labels, int[] clusters) {
        int labelCount = Arrays.stream(labels).max().orElseThrow() + 1;
        long[][] counts = new long[Arrays.stream(clusters).max().orElseThrow() + 1][labelCount];
        for (int i = 0; i < labels.length; i++) {
            counts[clusters[i]][labels[i]]++;
        }
        List<String> names = IntStream.range(0, labelCount).mapToObj(String::valueOf).toList();
        return LabelAgreement.of(new ContingencyTable(names, counts));
    }
}
