package dev.hourglass.source;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;

/**
 * Turns a decoded image of any kind into a tensor of the size and channels that the settings ask
 * for. Grey samples are taken as they are stored: Java's own conversion holds them to be linear
 * light and would brighten them. What is transparent is laid on white.
 */
final class ImageTensor {
    private static final float WHITE = 255;

    private final BufferedImage image;
    private final Rectangle region;
    private final int channels;

    private ImageTensor(BufferedImage image, Rectangle region, int channels) {
        this.image = image;
        this.region = region;
        this.channels = channels;
    }

    /**
     * @return [height, width, channels] unsigned bytes
     */
    static byte[] of(BufferedImage image, ImageFolderSettings settings) {
        Rectangle region = region(image, settings);
        int channels = settings.colour().channels();
        return new ImageTensor(image, region, channels)
                .resample(
                        new Resampler(
                                region.width,
                                region.height,
                                settings.width(),
                                settings.height(),
                                channels));
    }

    private byte[] resample(Resampler resampler) {
        ColorModel model = image.getColorModel();
        boolean grey = model.getNumColorComponents() == 1 && !(model instanceof IndexColorModel);
        float[] row = new float[region.width * channels];
        for (int y = region.y; y < region.y + region.height; y++) {
            if (grey) {
                readGrey(y, row);
            } else {
                readColour(y, row);
            }
            resampler.add(row);
        }
        return resampler.tensor();
    }

    private void readGrey(int y, float[] row) {
        ColorModel model = image.getColorModel();
        float brightest = (1 << model.getComponentSize(0)) - 1;
        int bands = image.getRaster().getNumBands();
        int[] samples = image.getRaster().getPixels(region.x, y, region.width, 1, (int[]) null);
        for (int x = 0; x < region.width; x++) {
            float value = WHITE * samples[x * bands] / brightest;
            if (model.hasAlpha()) {
                float opaque = (1 << model.getComponentSize(1)) - 1;
                value = onWhite(value, samples[x * bands + 1] / opaque);
            }
            for (int channel = 0; channel < channels; channel++) {
                row[x * channels + channel] = value;
            }
        }
    }

    private void readColour(int y, float[] row) {
        int[] pixels = image.getRGB(region.x, y, region.width, 1, null, 0, region.width);
        for (int x = 0; x < region.width; x++) {
            float alpha = (pixels[x] >>> 24) / 255f;
            float red = onWhite(pixels[x] >> 16 & 0xff, alpha);
            float green = onWhite(pixels[x] >> 8 & 0xff, alpha);
            float blue = onWhite(pixels[x] & 0xff, alpha);
            if (channels == 1) {
                row[x] = 0.299f * red + 0.587f * green + 0.114f * blue;
            } else {
                row[x * channels] = red;
                row[x * channels + 1] = green;
                row[x * channels + 2] = blue;
            }
        }
    }

    private static float onWhite(float value, float alpha) {
        return alpha * value + (1 - alpha) * WHITE;
    }

    /**
     * The part of the image that is used: all, or the largest centred part of the target's shape.
     */
    private static Rectangle region(BufferedImage image, ImageFolderSettings settings) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (settings.fit() == ImageFolderSettings.Fit.CROP) {
            double shape = (double) settings.width() / settings.height();
            width = (int) Math.max(1, Math.min(width, Math.round(height * shape)));
            height = (int) Math.max(1, Math.min(height, Math.round(image.getWidth() / shape)));
        }
        return new Rectangle(
                (image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width, height);
    }
}
