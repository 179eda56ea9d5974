package dev.hourglass.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Three users and six items, worked out by hand. Of 4 train users 3, 2, 2, 1, 0 and 1 have the
 * items 0 to 5, so that by popularity their order is 0, 1, 2, 3, 5, and nobody is shown item 4.
 */
class RankingMeasuresTest {
    private static final ItemCounts COUNTS = new ItemCounts(new long[] {3, 2, 2, 1, 0, 1}, 4);

    /** Has 0: is shown 1, 2, 3, 5, hits at the ranks 2 and 4. */
    private static final HeldOutUser ANNA = user("anna", new int[] {0}, 2, 5);

    /** Has 1 and 2: is shown 0, 3, 5, a hit at rank 1. */
    private static final HeldOutUser BERT = user("bert", new int[] {1, 2}, 0);

    /** Has 2 and 3: is shown 0, 1, 5, hits at the ranks 1 and 3. */
    private static final HeldOutUser CLEO = user("cleo", new int[] {2, 3}, 0, 5);

    @Test
    void popularItemsThatAUserDoesNotHaveAreListed() {
        assertThat(list(ANNA)).containsExactly(1, 2, 3, 5);
        assertThat(list(BERT)).containsExactly(0, 3, 5);
        assertThat(list(CLEO)).containsExactly(0, 1, 5);
    }

    @Test
    void recallCountsTheTargetsOfAsManyAsThereCanBe() {
        // One of two targets is among the first two, and one of the two that there can be.
        assertThat(RankingMeasures.recall(list(ANNA), ANNA.targets(), 2)).isEqualTo(0.5);
        assertThat(RankingMeasures.recall(list(ANNA), ANNA.targets(), 4)).isEqualTo(1);
        assertThat(RankingMeasures.recall(list(BERT), BERT.targets(), 2)).isEqualTo(1);
        // The first is one of two targets, but a list of one can have no more than one.
        assertThat(RankingMeasures.recall(list(CLEO), CLEO.targets(), 1)).isEqualTo(1);
        assertThat(RankingMeasures.recall(list(CLEO), CLEO.targets(), 2)).isEqualTo(0.5);
    }

    @Test
    void gainsAreDiscountedByTheLogarithmOfTheRank() {
        // (1 / log2 3 + 1 / log2 5) / (1 + 1 / log2 3) = (0.630930 + 0.430677) / 1.630930
        assertThat(RankingMeasures.ndcg(list(ANNA), ANNA.targets(), 100))
                .isCloseTo(0.650921, within(1e-6));
        assertThat(RankingMeasures.ndcg(list(BERT), BERT.targets(), 100)).isEqualTo(1);
        // (1 + 1 / log2 4) / (1 + 1 / log2 3) = 1.5 / 1.630930
        assertThat(RankingMeasures.ndcg(list(CLEO), CLEO.targets(), 100))
                .isCloseTo(0.919721, within(1e-6));
        // Of a list of one the ideal is one hit as well.
        assertThat(RankingMeasures.ndcg(list(CLEO), CLEO.targets(), 1)).isEqualTo(1);
    }

    @Test
    void averagePrecisionIsTheMeanOfThePrecisionAtTargets() {
        // (1/2 + 2/4) / 2
        assertThat(RankingMeasures.averagePrecision(list(ANNA), ANNA.targets(), 100))
                .isEqualTo(0.5);
        assertThat(RankingMeasures.averagePrecision(list(BERT), BERT.targets(), 100)).isEqualTo(1);
        // (1/1 + 2/3) / 2
        assertThat(RankingMeasures.averagePrecision(list(CLEO), CLEO.targets(), 100))
                .isCloseTo(5.0 / 6, within(1e-15));
    }

    @Test
    void eachMeasureReadsItsPartOfTheList() {
        // Targets at the ranks 20, 21, 50, 51, 100 and 101.
        int[] list = IntStream.rangeClosed(1, 110).toArray();
        int[] targets = {20, 21, 50, 51, 100, 101};
        double ideal = 0;
        for (int rank = 1; rank <= 6; rank++) {
            ideal += 1 / (Math.log(rank + 1) / Math.log(2));
        }
        double gain = 0;
        for (int rank : new int[] {20, 21, 50, 51, 100}) {
            gain += 1 / (Math.log(rank + 1) / Math.log(2));
        }
        double precisions = 1.0 / 20 + 2.0 / 21 + 3.0 / 50 + 4.0 / 51 + 5.0 / 100;

        assertThat(RankingMeasures.NAMES)
                .containsExactly("recall@20", "recall@50", "ndcg@100", "map@100");
        assertThat(RankingMeasures.of(list, targets))
                .containsExactly(
                        new double[] {1.0 / 6, 3.0 / 6, gain / ideal, precisions / 6},
                        within(1e-12));
    }

    @Test
    void meansCoverageAndNoveltyAreThoseOfAllLists() {
        RankingTotals totals = new RankingTotals(COUNTS.items(), 1);
        for (HeldOutUser user : List.of(ANNA, BERT, CLEO)) {
            totals.add(new RankedList(user, list(user), new float[list(user).length]));
        }

        assertThat(totals.users()).isEqualTo(3);
        // (0.650921 + 1 + 0.919721) / 3 and (1/2 + 1 + 5/6) / 3
        assertThat(totals.measures().get("ndcg@100").mean()).isCloseTo(0.856881, within(1e-6));
        assertThat(totals.measures().get("map@100").mean()).isCloseTo(7.0 / 9, within(1e-9));
        // All five items that train users have.
        assertThat(totals.coverage(COUNTS)).isEqualTo(1);
        // Lists show 0, 1 and 3 twice, 2 once and 5 three times, and their self-information is
        // log2 4/3 = 0.415037, 1, 2, 1 and 2: (0.830075 + 2 + 4 + 1 + 6) / 10
        assertThat(totals.novelty(COUNTS)).isCloseTo(1.3830075, within(1e-7));
    }

    private static int[] list(HeldOutUser user) {
        float[] scores = new Popularity(COUNTS).score(List.of(user.foldIn()));
        return TopItems.of(scores, 0, user.foldIn().items(), COUNTS, 100);
    }

    private static HeldOutUser user(String id, int[] items, int... targets) {
        return new HeldOutUser(new Interactions(id, items, new float[items.length]), targets);
    }
}
