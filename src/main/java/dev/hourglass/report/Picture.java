package dev.hourglass.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Bitmaps inside the page. */
final class Picture {
    private Picture() {}

    /**
     * An image element that holds its bitmap.
     *
     * @param image the bitmap
     * @param width the width to show it at, in CSS pixels; the style sheet may narrow it
     * @param height the height that goes with it
     * @param kind the class that the style sheet knows it by
     * @param alternative what it shows, for those who cannot see it
     */
    static Html of(BufferedImage image, int width, int height, String kind, String alternative) {
        return Html.of(
                "<img class=\"%s\" src=\"data:image/png;base64,%s\" width=\"%s\" height=\"%s\" alt=\"%s\">",
                kind, Base64.getEncoder().encodeToString(png(image)), width, height, alternative);
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
