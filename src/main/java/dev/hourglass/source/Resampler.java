package dev.hourglass.source;

/**
 * Brings an image to another size, row by row: every target pixel is a weighted mean of the source
 * under a triangle as wide as the scale asks for. That is bilinear interpolation where the image
 * grows, and a mean over all source pixels where it shrinks, so that nothing aliases; at the same
 * size it changes nothing. Memory: the target, and no more of the source than one row.
 */
final class Resampler {
    private final int height;
    private final int channels;
    private final Weights[] columns;
    private final Weights[] rows;
    private final float[] sums;
    private final float[] narrowed;
    private int sourceRow;
    private int firstOpenRow;

    Resampler(int sourceWidth, int sourceHeight, int width, int height, int channels) {
        this.height = height;
        this.channels = channels;
        this.columns = weights(sourceWidth, width);
        this.rows = weights(sourceHeight, height);
        this.sums = new float[Math.multiplyExact(height, Math.multiplyExact(width, channels))];
        this.narrowed = new float[width * channels];
    }

    /**
     * Takes the next row of the source, from the top.
     *
     * @param row [source width, channels], 0 to 255
     */
    void add(float[] row) {
        narrow(row);
        while (firstOpenRow < height && rows[firstOpenRow].end() <= sourceRow) {
            firstOpenRow++;
        }
        for (int y = firstOpenRow; y < height && rows[y].first() <= sourceRow; y++) {
            float weight = rows[y].values()[sourceRow - rows[y].first()];
            int start = y * narrowed.length;
            for (int i = 0; i < narrowed.length; i++) {
                sums[start + i] += weight * narrowed[i];
            }
        }
        sourceRow++;
    }

    /** The image as [height, width, channels] unsigned bytes, once all rows were added. */
    byte[] tensor() {
        byte[] tensor = new byte[sums.length];
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] = (byte) Math.round(sums[i]);
        }
        return tensor;
    }

    private void narrow(float[] row) {
        for (int x = 0; x < columns.length; x++) {
            Weights column = columns[x];
            for (int channel = 0; channel < channels; channel++) {
                int source = column.first() * channels + channel;
                float sum = 0;
                for (float weight : column.values()) {
                    sum += weight * row[source];
                    source += channels;
                }
                narrowed[x * channels + channel] = sum;
            }
        }
    }

    private static Weights[] weights(int source, int target) {
        Weights[] weights = new Weights[target];
        for (int i = 0; i < target; i++) {
            weights[i] = Weights.of(i, source, target);
        }
        return weights;
    }

    /** What each source pixel from {@code first} on contributes to one target pixel; sums to 1. */
    private record Weights(int first, float[] values) {
        static Weights of(int pixel, int source, int target) {
            double scale = (double) source / target;
            double centre = (pixel + 0.5) * scale;
            double reach = Math.max(1, scale);
            int first = (int) Math.max(0, Math.ceil(centre - reach - 0.5));
            int last = (int) Math.min(source - 1, Math.floor(centre + reach - 0.5));
            double[] triangle = new double[last - first + 1];
            double sum = 0;
            for (int i = 0; i < triangle.length; i++) {
                double distance = Math.abs(first + i + 0.5 - centre);
                triangle[i] = Math.max(0, 1 - distance / reach);
                sum += triangle[i];
            }
            float[] values = new float[triangle.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (triangle[i] / sum);
            }
            return new Weights(first, values);
        }

        int end() {
            return first + values.length;
        }
    }
}
