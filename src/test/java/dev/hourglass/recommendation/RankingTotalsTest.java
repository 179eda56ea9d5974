package dev.hourglass.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTotalsTest {
    private static final int ITEMS = 300;

    @Test
    void resultsAreTheSameToTheBitInWhateverOrderUsersCome() {
        List<RankedList> lists = lists(200);
        RankingTotals inOrder = totals(lists, 5);
        Collections.shuffle(lists, new Random(1));
        RankingTotals inParts =
                totals(lists.subList(150, 200), 5)
                        .merge(totals(List.of(), 5))
                        .merge(totals(lists.subList(0, 150), 5));

        assertThat(inParts.measures()).isEqualTo(inOrder.measures());
        assertThat(totals(lists, 6).measures()).isNotEqualTo(inOrder.measures());
    }

    @Test
    void intervalsAreAsWideAsTheNormalApproximationHasThem() {
        // Recall@20 of a user with one target is 1 or 0, here for 1 of 4 users: the mean of 2,000
        // has a standard error of √(0.25 · 0.75 / 2,000) = 0.00968.
        RankingTotals totals = new RankingTotals(ITEMS, 5);
        for (int user = 0; user < 2_000; user++) {
            int target = user % 4 == 0 ? 0 : 1;
            totals.add(list("user " + user, new int[] {0}, target));
        }
        Estimate recall = totals.measures().get("recall@20");

        assertThat(recall.mean()).isEqualTo(0.25);
        assertThat(recall.mean() - recall.low()).isCloseTo(1.96 * 0.00968, within(0.002));
        assertThat(recall.high() - recall.mean()).isCloseTo(1.96 * 0.00968, within(0.002));
    }

    @Test
    void theOnlyUserHasNoInterval() {
        Estimate recall =
                totals(List.of(list("u", new int[] {1, 0}, 0)), 5).measures().get("recall@20");
        assertThat(recall).isEqualTo(new Estimate(1, 1, 1));
    }

    @Test
    void onlyTheFirstTwentyCountAsShown() {
        int[] list = new int[100];
        for (int i = 0; i < list.length; i++) {
            list[i] = i;
        }
        long[] counts = new long[ITEMS];
        // The items that are shown are those of every second user.
        for (int i = 0; i < 200; i++) {
            counts[i] = i < 20 ? 4 : 1;
        }
        ItemCounts train = new ItemCounts(counts, 8);
        RankingTotals totals = totals(List.of(list("u", list, 0), list("v", list, 1)), 5);

        assertThat(totals.coverage(train)).isEqualTo(20.0 / 200);
        assertThat(totals.novelty(train)).isCloseTo(1, within(1e-12));
    }

    private static RankingTotals totals(List<RankedList> lists, long seed) {
        RankingTotals totals = new RankingTotals(ITEMS, seed);
        lists.forEach(totals::add);
        return totals;
    }

    private static List<RankedList> lists(int users) {
        SplittableRandom random = new SplittableRandom(2);
        List<RankedList> lists = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int[] list = random.ints(0, ITEMS).distinct().limit(100).toArray();
            int[] targets = random.ints(0, ITEMS).distinct().limit(9).sorted().toArray();
            lists.add(list("user " + user, list, targets));
        }
        return lists;
    }

    private static RankedList list(String user, int[] items, int... targets) {
        Interactions none = new Interactions(user, new int[0], new float[0]);
        return new RankedList(new HeldOutUser(none, targets), items, new float[items.length]);
    }
}
