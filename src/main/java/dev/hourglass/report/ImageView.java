package dev.hourglass.report;

import dev.hourglass.source.TensorSpec;
import java.awt.image.BufferedImage;

/**
 * Draws samples as images, [height, width, channels] with values in [0, 1]; values outside are
 * clipped. Each pixel is shown as a block of whole pixels; an image longer than {@value #LONGEST}
 * pixels is first reduced by averaging whole blocks of its own.
 */
final class ImageView implements SampleView {
    private static final int LONGEST = 128;
    private static final int PAIR = 96;
    private static final int SMALL = 56;

    private final int height;
    private final int width;
    private final int channels;
    private final int block;
    private final int rows;
    private final int columns;

    /**
     * @throws IllegalArgumentException if there are not 1 or 3 channels
     */
    ImageView(TensorSpec tensor) {
        this.height = tensor.shape().get(0);
        this.width = tensor.shape().get(1);
        this.channels = tensor.shape().get(2);
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "an image has 1 or 3 channels, not %d".formatted(channels));
        }
        this.block = blocks(Math.max(height, width), LONGEST);
        this.rows = blocks(height, block);
        this.columns = blocks(width, block);
    }

    @Override
    public Html small(Sample sample) {
        return picture(sample.values(), SMALL, "Sample " + sample.id());
    }

    @Override
    public Html pair(Reconstruction reconstruction) {
        String id = reconstruction.original().id();
        return Html.join(
                picture(reconstruction.original().values(), PAIR, "Original " + id),
                picture(reconstruction.values(), PAIR, "Reconstruction of " + id));
    }

    @Override
    public String explanation() {
        return "Each original is above its reconstruction; below them are the label, where there is one, the"
                + " reconstruction error and the sample's id.";
    }

    @Override
    public int width() {
        return magnification(PAIR) * columns;
    }

    private Html picture(float[] values, int target, String alternative) {
        int factor = magnification(target);
        return Picture.of(draw(values), factor * columns, factor * rows, "sample", alternative);
    }

    /** How many blocks cover a length. */
    private static int blocks(int length, int block) {
        return (length + block - 1) / block;
    }

    private int magnification(int target) {
        return Math.max(1, target / Math.max(rows, columns));
    }

    private BufferedImage draw(float[] values) {
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage image = new BufferedImage(columns, rows, type);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int intensity = intensity(values, y * block, x * block, channel);
                    image.getRaster().setSample(x, y, channel, intensity);
                }
            }
        }
        return image;
    }

    /** The mean of a block, cut off at the image's edges, as 0 to 255. */
    private int intensity(float[] values, int top, int left, int channel) {
        int bottom = Math.min(height, top + block);
        int right = Math.min(width, left + block);
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += values[(y * width + x) * channels + channel];
            }
        }
        double mean = sum / ((bottom - top) * (right - left));
        return (int) Math.round(255 * Math.max(0, Math.min(1, mean)));
    }
}
