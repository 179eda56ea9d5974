package dev.hourglass.recommendation;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopItemsTest {
    private static final float MINUS_INFINITY = Float.NEGATIVE_INFINITY;
    private static final int[] NONE = {};

    @Test
    void theBestComeFirstWhateverTheirSigns() {
        float[] scores = {-1, 3, MINUS_INFINITY, -2, Float.POSITIVE_INFINITY, 0.5f};
        assertThat(top(scores, NONE, 4)).containsExactly(4, 1, 5, 0);
        assertThat(top(scores, NONE, 9)).containsExactly(4, 1, 5, 0, 3, 2);
    }

    @Test
    void ofEqualScoresTheLowerIndexComesFirst() {
        assertThat(top(new float[] {1, 2, 2, 1, 2}, NONE, 4)).containsExactly(1, 2, 4, 0);
        assertThat(top(new float[] {-0f, 0f, -0f, 0f}, NONE, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void whatTheUserHasIsLeftOut() {
        float[] scores = {5, 4, 3, 2, 1};
        assertThat(top(scores, new int[] {0, 2, 4}, 3)).containsExactly(1, 3);
        assertThat(top(scores, new int[] {0, 1, 2, 3, 4}, 3)).isEmpty();
    }

    @Test
    void whatNoTrainUserHasIsLeftOut() {
        ItemCounts counts = new ItemCounts(new long[] {1, 0, 2}, 3);
        assertThat(TopItems.of(new float[] {1, 9, 2}, 0, NONE, counts, 3)).containsExactly(2, 0);
    }

    @Test
    void aRowOfABatchIsReadAlone() {
        float[] scores = {9, 9, 9, 1, 3, 2, 9, 9, 9};
        assertThat(TopItems.of(scores, 1, NONE, known(3), 2)).containsExactly(1, 2);
    }

    @Test
    void aScoreThatIsNoNumberIsRefused() {
        float[] scores = {1, Float.NaN, 2};
        assertThat(failure(ErrorCode.TRAINING_FAILED, () -> top(scores, NONE, 1)).where())
                .isEqualTo("of item 1");
    }

    @Test
    void theSameIsFoundAsBySortingAll() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            float[] scores = new float[random.nextInt(1, 300)];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(-20, 20) / 4f;
            }
            int[] seen =
                    IntStream.range(0, scores.length).filter(i -> random.nextInt(5) == 0).toArray();
            int[] expected =
                    IntStream.range(0, scores.length)
                            .filter(i -> Arrays.binarySearch(seen, i) < 0)
                            .boxed()
                            .sorted(Comparator.comparing((Integer i) -> -scores[i] + 0f))
                            .limit(100)
                            .mapToInt(i -> i)
                            .toArray();
            assertThat(top(scores, seen, 100)).isEqualTo(expected);
        }
    }

    private static int[] top(float[] scores, int[] seen, int k) {
        return TopItems.of(scores, 0, seen, known(scores.length), k);
    }

    private static ItemCounts known(int items) {
        long[] counts = new long[items];
        Arrays.fill(counts, 1);
        return new ItemCounts(counts, 1);
    }
}
