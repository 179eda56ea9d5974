package dev.hourglass.clustering.n2d;

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
            return umap.fitTransform(rows);
        } finally {
            UmapProgress.removeProgressListener(listener);
        }
    }
}
