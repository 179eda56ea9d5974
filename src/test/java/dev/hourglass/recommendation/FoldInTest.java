package dev.hourglass.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldInTest {
    private static final int ITEMS = 40;

    /** Nobody has the items 3, 13, 23 and 33. */
    private static final ItemCounts COUNTS =
            new ItemCounts(
                    IntStream.range(0, ITEMS).mapToLong(i -> i % 10 == 3 ? 0 : 1).toArray(), 1);

    private static final FoldIn FOLD_IN = new FoldIn(COUNTS, 7);

    @Test
    void aFifthOfTheKnownItemsAreTargetsAndTheOthersAreShown() {
        HeldOutUser divided = FOLD_IN.divide(user("u", ITEMS)).orElseThrow();

        int[] shown = divided.foldIn().items();
        assertThat(divided.targets()).hasSize(7).isSorted();
        assertThat(shown).hasSize(29).isSorted();
        int[] all =
                IntStream.concat(IntStream.of(shown), IntStream.of(divided.targets()))
                        .sorted()
                        .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, ITEMS).filter(COUNTS::isKnown).toArray());
        for (int i = 0; i < shown.length; i++) {
            assertThat(divided.foldIn().values()[i]).isEqualTo(value(shown[i]));
        }
    }

    @Test
    void usersOfFewerThanFiveKnownItemsAreLeftOut() {
        // 0, 1, 2, 4 are known of the first five, and 0, 1, 2, 4, 5 of the first six.
        assertThat(FOLD_IN.divide(user("u", 5))).isEmpty();
        assertThat(FOLD_IN.divide(user("u", 0))).isEmpty();
        HeldOutUser divided = FOLD_IN.divide(user("u", 6)).orElseThrow();
        assertThat(divided.targets()).hasSize(1);
        assertThat(divided.foldIn().items()).hasSize(4);
    }

    @Test
    void seedAndUserDecideAndNothingElse() {
        int[] targets = targets(FOLD_IN, "u");
        assertThat(targets(new FoldIn(COUNTS, 7), "u")).isEqualTo(targets);
        assertThat(targets(new FoldIn(COUNTS, 8), "u")).isNotEqualTo(targets);
        assertThat(targets(FOLD_IN, "v")).isNotEqualTo(targets);
    }

    @Test
    void everyItemIsATargetEquallyOften() {
        int users = 5_000;
        int[] drawn = new int[ITEMS];
        for (int user = 0; user < users; user++) {
            Arrays.stream(targets(FOLD_IN, "user " + user)).forEach(item -> drawn[item]++);
        }
        // 7 of 36; four standard deviations of a binomial's share are 0.0224.
        for (int item = 0; item < ITEMS; item++) {
            assertThat((double) drawn[item] / users)
                    .isCloseTo(COUNTS.isKnown(item) ? 7.0 / 36 : 0, within(0.0224));
        }
    }

    private static int[] targets(FoldIn foldIn, String user) {
        return foldIn.divide(user(user, ITEMS)).orElseThrow().targets();
    }

    private static Interactions user(String id, int items) {
        float[] values = new float[items];
        for (int i = 0; i < items; i++) {
            values[i] = value(i);
        }
        return new Interactions(id, IntStream.range(0, items).toArray(), values);
    }

    private static float value(int item) {
        return item + 0.5f;
    }
}
