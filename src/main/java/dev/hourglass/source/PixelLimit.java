package dev.hourglass.source;

import java.io.IOException;

/** How many pixels an image may have, held against its header before memory is taken for it. */
record PixelLimit(int pixels) {
    /**
     * The most that JPEG can express; a row of pixels is held in memory more widely than an image.
     */
    private static final int MAX_SIDE = 65_535;

    /**
     * @throws IOException if the image has more pixels, or none, or a side longer than 65,535
     */
    void check(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("the image is %d × %d pixels".formatted(width, height));
        }
        if (width > MAX_SIDE || height > MAX_SIDE) {
            throw new IOException(
                    "the image is %d × %d pixels, longer than %d on a side"
                            .formatted(width, height, MAX_SIDE));
        }
        if ((long) width * height > pixels) {
            throw new IOException(
                    "the image is %d × %d pixels, more than images.max-pixels = %d"
                            .formatted(width, height, pixels));
        }
    }
}
