package dev.hourglass.source;

import java.io.IOException;

/** How many pixels an image may have, held against its header before memory is taken for it. */
record PixelLimit(int pixels) {
    /**
     * @throws IOException if the image has more pixels, or none
     */
    void check(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("the image is %d × %d pixels".formatted(width, height));
        }
        if ((long) width * height > pixels) {
            throw new IOException(
                    "the image is %d × %d pixels, more than images.max-pixels = %d"
                            .formatted(width, height, pixels));
        }
    }
}
