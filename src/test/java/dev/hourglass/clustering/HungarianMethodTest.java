package dev.hourglass.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HungarianMethodTest {
    @Test
    void theBestPairForOneRowIsGivenUpForTheBestSum() {
        long[][] weights = {{10, 9}, {9, 1}};

        assertThat(HungarianMethod.maximise(weights)).containsExactly(1, 0);
    }

    @Test
    void rowsBeyondTheColumnsStayUnmatched() {
        long[][] weights = {{1}, {5}, {3}};

        assertThat(HungarianMethod.maximise(weights))
                .containsExactly(HungarianMethod.UNMATCHED, 0, HungarianMethod.UNMATCHED);
    }

    @Test
    void columnsBeyondTheRowsStayUnmatched() {
        long[][] weights = {{1, 5, 3}, {2, 6, 1}};

        assertThat(HungarianMethod.maximise(weights)).containsExactly(2, 1);
    }

    @Test
    void everyShapeReachesTheSumThatExhaustiveSearchFinds() {
        Random random = new Random(7);
        for (int trial = 0; trial < 500; trial++) {
            long[][] weights = new long[1 + random.nextInt(6)][1 + random.nextInt(6)];
            // Few distinct values make ties, many make long augmenting paths.
            int bound = trial % 2 == 0 ? 3 : 1000;
            for (long[] row : weights) {
                Arrays.setAll(row, column -> random.nextInt(bound));
            }

            int[] matching = HungarianMethod.maximise(weights);

            int[] matched =
                    Arrays.stream(matching).filter(c -> c != HungarianMethod.UNMATCHED).toArray();
            assertThat(matched)
                    .doesNotHaveDuplicates()
                    .hasSize(Math.min(weights.length, weights[0].length));
            assertThat(sum(weights, matching))
                    .as(Arrays.deepToString(weights))
                    .isEqualTo(greatestSum(weights, 0, new boolean[weights[0].length]));
        }
    }

    private static long sum(long[][] weights, int[] matching) {
        long sum = 0;
        for (int row = 0; row < matching.length; row++) {
            sum += matching[row] == HungarianMethod.UNMATCHED ? 0 : weights[row][matching[row]];
        }
        return sum;
    }

    private static long greatestSum(long[][] weights, int row, boolean[] taken) {
        if (row == weights.length) {
            return 0;
        }
        long greatest = greatestSum(weights, row + 1, taken);
        for (int column = 0; column < taken.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                long sum = weights[row][column] + greatestSum(weights, row + 1, taken);
                greatest = Math.max(greatest, sum);
                taken[column] = false;
            }
        }
        return greatest;
    }
}
