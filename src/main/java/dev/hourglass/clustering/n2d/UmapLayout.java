package dev.hourglass.clustering.n2d;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.function.DoubleConsumer;
import tagbio.umap.ProgressListener;
import tagbio.umap.Umap;
import tagbio.umap.UmapProgress;

/**
 * Uniform manifold approximation and projection (McInnes, Healy and Melville 2018): rows in few
 * dimensions, in which those are near that were neighbours before.
 */
public final class UmapLayout {
    private UmapLayout() {}

    /**
     * Lays rows out, on one thread: more would not be repeatable.
     *
     * @param rows [rows, width], three at least, all finite
     * @param neighbours of each row; less where there are fewer other rows
     * @param progress takes the share that is done, 0 to 1; of all layouts that this JVM makes
     * @return [rows, dimensions]
     * @throws HourglassException with TRAINING_FAILED where the layout has come to no numbers
     */
    public static float[][] of(
            float[][] rows,
            int dimensions,
            int neighbours,
            double minDistance,
            long seed,
            DoubleConsumer progress) {
        Umap umap =
                new Umap()
                        .setNumberComponents(dimensions)
                        .setNumberNearestNeighbours(Math.min(neighbours, rows.length - 1))
                        .setMinDist((float) minDistance)
                        .setSeed(seed)
                        .setThreads(1);
        ProgressListener listener =
                state -> progress.accept((double) state.getCount() / state.getTotal());
        UmapProgress.addProgressListener(listener);
        try {
            return requireFinite(umap.fitTransform(rows));
        } finally {
            UmapProgress.removeProgressListener(listener);
        }
    }

    private static float[][] requireFinite(float[][] layout) {
        for (float[] place : layout) {
            for (float coordinate : place) {
                if (!Float.isFinite(coordinate)) {
                    throw new HourglassException(
                            ErrorCode.TRAINING_FAILED,
                            "A layout has places that are no numbers",
                            "cluster.n2d",
                            "give another seed, or a greater cluster.n2d.min-distance");
                }
            }
        }
        return layout;
    }
}
