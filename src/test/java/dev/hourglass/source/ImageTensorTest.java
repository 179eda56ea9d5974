package dev.hourglass.source;

import static dev.hourglass.source.ImageFiles.bytes;
import static dev.hourglass.source.ImageFiles.chunk;
import static dev.hourglass.source.ImageFiles.colour;
import static dev.hourglass.source.ImageFiles.encode;
import static dev.hourglass.source.ImageFiles.grey;
import static dev.hourglass.source.ImageFiles.png;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.ImageFolderSettings.Colour;
import dev.hourglass.source.ImageFolderSettings.Fit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ImageTensorTest {
    private static final byte[] NOTHING = {};

    @Test
    void greySamplesAreKeptAsTheyAreStored() throws IOException {
        for (String format : new String[] {"png", "bmp"}) {
            byte[] file = encode(grey(2, 1, 100), format);

            assertThat(tensor(file, 2, 1, Colour.GREY)).containsExactly(100, 100);
            assertThat(tensor(file, 2, 1, Colour.RGB)).containsOnly(100).hasSize(6);
        }
    }

    @Test
    void colourIsHeightWidthChannel() throws IOException {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x010203);
        image.setRGB(1, 0, 0x040506);
        image.setRGB(0, 1, 0x070809);
        image.setRGB(1, 1, 0x0a0b0c);

        assertThat(tensor(encode(image, "png"), 2, 2, Colour.RGB))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void colourBecomesGreyByItsLuma() throws IOException {
        int type = BufferedImage.TYPE_INT_RGB;

        assertThat(tensor(encode(colour(type, 1, 1, 0xff0000), "png"), 1, 1, Colour.GREY))
                .containsExactly(76);
        assertThat(tensor(encode(colour(type, 1, 1, 0x00ff00), "png"), 1, 1, Colour.GREY))
                .containsExactly(150);
        assertThat(tensor(encode(colour(type, 1, 1, 0x0000ff), "png"), 1, 1, Colour.GREY))
                .containsExactly(29);
        assertThat(tensor(encode(colour(type, 1, 1, 0xffffff), "png"), 1, 1, Colour.GREY))
                .containsExactly(255);
    }

    @Test
    void sixteenBitsAreScaledToEight() throws IOException {
        byte[] greys = png(3, 1, 16, 0, NOTHING, bytes(0, 0, 0, 0x80, 0, 0xff, 0xff));
        byte[] colours = png(1, 1, 16, 2, NOTHING, bytes(0, 0xff, 0xff, 0x80, 0, 0, 0x10));

        assertThat(tensor(greys, 3, 1, Colour.GREY)).containsExactly(0, 128, 255);
        assertThat(tensor(colours, 1, 1, Colour.RGB)).containsExactly(255, 128, 0);
    }

    @Test
    void fewerThanEightBitsAreScaledToEight() throws IOException {
        assertThat(tensor(png(2, 1, 1, 0, NOTHING, bytes(0, 0x40)), 2, 1, Colour.GREY))
                .containsExactly(0, 255);
        assertThat(tensor(png(2, 1, 4, 0, NOTHING, bytes(0, 0x3f)), 2, 1, Colour.GREY))
                .containsExactly(51, 255);
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] palette = chunk("PLTE", bytes(10, 20, 30, 200, 100, 50));

        assertThat(tensor(png(2, 1, 8, 3, palette, bytes(0, 1, 0)), 2, 1, Colour.RGB))
                .containsExactly(200, 100, 50, 10, 20, 30);
    }

    @Test
    void whatIsTransparentIsLaidOnWhite() throws IOException {
        int type = BufferedImage.TYPE_INT_ARGB;
        byte[] clear = encode(colour(type, 1, 1, 0x00000000), "png");
        byte[] half = encode(colour(type, 1, 1, 0x80ff0000), "png");
        byte[] greys = png(3, 1, 8, 4, NOTHING, bytes(0, 0, 0, 0, 0x80, 60, 0xff));

        assertThat(tensor(clear, 1, 1, Colour.GREY)).containsExactly(255);
        assertThat(tensor(half, 1, 1, Colour.RGB)).containsExactly(255, 127, 127);
        assertThat(tensor(greys, 3, 1, Colour.GREY)).containsExactly(255, 127, 60);
    }

    @Test
    void resizeStretchesTheWholeImage() throws IOException {
        assertThat(tensor(encode(columns(0, 0, 100, 100), "png"), 2, 1, Colour.GREY))
                .containsExactly(14, 86);
    }

    @Test
    void cropKeepsTheCentreOfALongerSide() throws IOException {
        BufferedImage wide = columns(1, 2, 3, 4, 5, 6);
        BufferedImage tall = new BufferedImage(1, 3, BufferedImage.TYPE_BYTE_GRAY);
        tall.getRaster().setSample(0, 1, 0, 9);

        assertThat(crop(wide, 1, 1)).containsExactly(3);
        assertThat(crop(wide, 4, 1)).containsExactly(2, 3, 4, 5);
        assertThat(crop(tall, 1, 1)).containsExactly(9);
        assertThat(crop(wide, 6, 1)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(crop(wide, 1, 4096)).containsOnly(3).hasSize(4096);
    }

    private static byte[] tensor(byte[] file, int width, int height, Colour colour)
            throws IOException {
        BufferedImage image = new ImageDecoder(1_000_000).decode(file);
        return ImageTensor.of(image, settings(width, height, colour, Fit.RESIZE));
    }

    private static byte[] crop(BufferedImage image, int width, int height) {
        return ImageTensor.of(image, settings(width, height, Colour.GREY, Fit.CROP));
    }

    private static ImageFolderSettings settings(int width, int height, Colour colour, Fit fit) {
        return new ImageFolderSettings("images", null, width, height, colour, fit, 1_000_000);
    }

    private static BufferedImage columns(int... values) {
        BufferedImage image = new BufferedImage(values.length, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, values.length, 1, values);
        return image;
    }
}
