package dev.hourglass.recommendation;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@link ImplicitAls} is told.
 *
 * @param rank factors of a user or item
 * @param regParam of the squares' penalty; MLlib multiplies it by the ratings a user or item has
 * @param alpha confidence in a rating r is 1 + alpha · r
 */
public record AlsSettings(int rank, double regParam, double alpha) {
    /** What to choose from. */
    public static final List<AlsSettings> GRID = grid();

    private static List<AlsSettings> grid() {
        List<AlsSettings> grid = new ArrayList<>();
        for (int rank : new int[] {16, 64}) {
            for (double regParam : new double[] {0.1, 0.3}) {
                for (double alpha : new double[] {1, 4}) {
                    grid.add(new AlsSettings(rank, regParam, alpha));
                }
            }
        }
        return List.copyOf(grid);
    }
}
