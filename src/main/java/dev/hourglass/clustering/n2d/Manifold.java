package dev.hourglass.clustering.n2d;

import dev.hourglass.safetensors.Weights;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * A layout of sample codes, and the place of any other code in it.
 *
 * <p>A code that is one of the sample's lies where that lies. Any other lies at the mean of its
 * nearest sample codes' places, weighted as UMAP weights a row's neighbours (McInnes, Healy and
 * Melville 2018, algorithm 3): exp(−(distance − nearest distance) / σ), with σ such that the
 * weights' sum is log₂ of their number.
 */
public final class Manifold implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String CODES = "codes";
    private static final String PLACES = "places";

    /** Halvings of the interval in which σ is sought. */
    private static final int HALVINGS = 64;

    private final int neighbours;
    private final int width;
    private final int dimensions;

    /** Row-major. */
    private final float[] codes;

    private final float[] places;

    private Manifold(int neighbours, int width, int dimensions, float[] codes, float[] places) {
        this.neighbours = Math.min(neighbours, codes.length / width);
        this.width = width;
        this.dimensions = dimensions;
        this.codes = codes;
        this.places = places;
    }

    /**
     * Lays a sample out.
     *
     * @param codes [rows, width], three rows at least, all finite
     * @param progress takes the share that is done, 0 to 1
     */
    public static Manifold fit(
            float[][] codes, N2dSettings settings, long seed, DoubleConsumer progress) {
        float[][] places =
                UmapLayout.of(
                        codes,
                        settings.dimensions(),
                        settings.neighbours(),
                        settings.minDistance(),
                        seed,
                        progress);
        return new Manifold(
                settings.neighbours(),
                codes[0].length,
                settings.dimensions(),
                rowMajor(codes),
                rowMajor(places));
    }

    /**
     * What {@link #tensors} made.
     *
     * @throws IllegalArgumentException where these are no tensors of a manifold
     */
    public static Manifold of(Map<String, Weights> tensors, int neighbours) {
        Weights codes = tensors.get(CODES);
        Weights places = tensors.get(PLACES);
        if (neighbours < 1 || codes == null || places == null || !fit(codes, places)) {
            throw new IllegalArgumentException(
                    "it must hold codes [rows, width] and places [rows, dimensions]");
        }
        return new Manifold(
                neighbours,
                Math.toIntExact(codes.shape().get(1)),
                Math.toIntExact(places.shape().get(1)),
                codes.values(),
                places.values());
    }

    private static boolean fit(Weights codes, Weights places) {
        return codes.shape().size() == 2
                && places.shape().size() == 2
                && codes.shape().get(0).equals(places.shape().get(0))
                && codes.values().length > 0
                && places.values().length > 0;
    }

    /** The sample and its places, for a file. */
    public Map<String, Weights> tensors() {
        long rows = codes.length / width;
        return Map.of(
                CODES, new Weights(List.of(rows, (long) width), codes),
                PLACES, new Weights(List.of(rows, (long) dimensions), places));
    }

    /** How many sample codes decide where another lies. */
    public int neighbours() {
        return neighbours;
    }

    /** Elements of a code. */
    public int width() {
        return width;
    }

    /** Elements of a place. */
    public int dimensions() {
        return dimensions;
    }

    /** Where a code of {@link #width} elements lies, [dimensions]. */
    public float[] place(float[] code) {
        int[] nearest = new int[neighbours];
        double[] distances = new double[neighbours];
        findNearest(code, nearest, distances);
        double[] weights = weights(distances);
        double[] place = new double[dimensions];
        double sum = 0;
        for (int i = 0; i < neighbours; i++) {
            for (int j = 0; j < dimensions; j++) {
                place[j] += weights[i] * places[nearest[i] * dimensions + j];
            }
            sum += weights[i];
        }
        float[] rounded = new float[dimensions];
        for (int j = 0; j < dimensions; j++) {
            rounded[j] = (float) (place[j] / sum);
        }
        return rounded;
    }

    /** The nearest first; of equally near ones the first of the sample. */
    private void findNearest(float[] code, int[] nearest, double[] distances) {
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        int last = neighbours - 1;
        for (int row = 0; row < codes.length / width; row++) {
            float square = 0;
            for (int i = 0; i < width; i++) {
                float difference = code[i] - codes[row * width + i];
                square += difference * difference;
            }
            if (square < distances[last]) {
                int place = last;
                for (; place > 0 && square < distances[place - 1]; place--) {
                    distances[place] = distances[place - 1];
                    nearest[place] = nearest[place - 1];
                }
                distances[place] = square;
                nearest[place] = row;
            }
        }
        Arrays.setAll(distances, i -> Math.sqrt(distances[i]));
    }

    private static double[] weights(double[] distances) {
        double[] weights = new double[distances.length];
        if (distances[0] == 0 || distances.length == 1) {
            // Several where rows of the sample are the same.
            Arrays.setAll(weights, i -> distances[i] == distances[0] ? 1 : 0);
            return weights;
        }
        double target = Math.log(distances.length) / Math.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = distances[0];
        for (int i = 0; i < HALVINGS; i++) {
            if (sum(weights, distances, sigma) > target) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = high == Double.POSITIVE_INFINITY ? 2 * sigma : (low + high) / 2;
            }
        }
        return weights;
    }

    private static double sum(double[] weights, double[] distances, double sigma) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(-(distances[i] - distances[0]) / sigma);
            sum += weights[i];
        }
        return sum;
    }

    private static float[] rowMajor(float[][] rows) {
        int width = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, width)];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * width, width);
        }
        return values;
    }
}
