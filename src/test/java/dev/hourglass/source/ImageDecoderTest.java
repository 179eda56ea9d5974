package dev.hourglass.source;

import static dev.hourglass.source.ImageFiles.bytes;
import static dev.hourglass.source.ImageFiles.chunk;
import static dev.hourglass.source.ImageFiles.concat;
import static dev.hourglass.source.ImageFiles.encode;
import static dev.hourglass.source.ImageFiles.latin1;
import static dev.hourglass.source.ImageFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int MAX_PIXELS = 10_000;
    private static final byte[] NOTHING = {};

    private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "jpg"})
    void readsWhatImageIoWrites(String format) throws IOException {
        BufferedImage image = decoder.decode(encode(noise(16, 9), format));

        assertThat(image.getWidth()).isEqualTo(16);
        assertThat(image.getHeight()).isEqualTo(9);
        if (!format.equals("jpg")) {
            assertThat(rgb(image)).isEqualTo(rgb(noise(16, 9)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "jpg"})
    void refusesAFileCutOffAnywhere(String format) {
        byte[] whole = encode(noise(16, 9), format);

        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "");
        }
    }

    @Test
    void refusesAPngOfWhichAnyBitIsFlipped() {
        byte[] whole = encode(noise(8, 8), "png");

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            assertRefused(damaged, "");
        }
    }

    @Test
    void refusesAJpegWhoseDataAreDamaged() {
        byte[] damaged = encode(ImageFiles.grey(64, 64, 90), "jpg");
        Arrays.fill(damaged, damaged.length - 40, damaged.length - 2, (byte) 0xff);

        assertRefused(damaged, "the image is damaged: Corrupt JPEG data");
    }

    @Test
    void refusesWhatIsNoImage() {
        assertRefused(NOTHING, "the file is empty");
        assertRefused(latin1("not an image"), "it starts with 6e 6f 74 20 61 6e 20 69");
        assertRefused(latin1("P6 1 1 255\nabc"), "no PNG, JPEG, BMP or PGM image");
        assertRefused(bytes(0xff, 0xd8, 0xff, 0xe0), "");
        assertRefused(latin1("BM"), "the image is cut off");
    }

    @Test
    void refusesSixtyThousandPixelsSquaredBeforeDecoding() {
        byte[] bomb = png(60_000, 60_000, 1, 0, NOTHING, new byte[100]);

        assertRefused(bomb, "the image is 60000 × 60000 pixels, more than images.max-pixels");
    }

    @Test
    void refusesAsManyPixelsAsOverflowAnInt() {
        assertRefused(png(65_535, 65_535, 1, 0, NOTHING, NOTHING), "65535 × 65535 pixels");
    }

    @Test
    void refusesASideLongerThanAnyPictureHas() {
        assertRefused(png(70_000, 1, 1, 0, NOTHING, new byte[9_000]), "longer than 65535");
    }

    @Test
    void acceptsExactlyAsManyPixelsAsAllowed() throws IOException {
        assertThat(decoder.decode(encode(noise(100, 100), "png")).getWidth()).isEqualTo(100);
        assertRefused(encode(noise(100, 101), "png"), "100 × 101 pixels");
        assertRefused(encode(noise(100, 101), "jpg"), "100 × 101 pixels");
        assertRefused(encode(noise(100, 101), "bmp"), "100 × 101 pixels");
    }

    @Test
    void compressedCommentsOfAPngAreNeverInflated() throws IOException {
        byte[] comment = concat(latin1("Comment\0\0"), ImageFiles.deflate(new byte[1 << 20]));
        byte[] palette = chunk("PLTE", bytes(10, 20, 30, 40, 50, 60));
        byte[] image = png(2, 1, 8, 3, concat(palette, chunk("zTXt", comment)), bytes(0, 0, 1));

        byte[] verified = PngChunks.verified(image);

        assertThat(new String(verified, StandardCharsets.ISO_8859_1))
                .contains("PLTE")
                .doesNotContain("zTXt");
        assertThat(rgb(decoder.decode(image))).containsExactly(0xff0a141e, 0xff28323c);
    }

    @Test
    void refusesABmpThatHidesAnotherImage() {
        byte[] bmp = encode(noise(4, 4), "bmp");
        bmp[30] = 5;

        assertRefused(bmp, "the BMP holds an image of another format");
    }

    @Test
    void readsTheOldestBmps() throws IOException {
        byte[] fileHeader = concat(latin1("BM"), bytes(30, 0, 0, 0, 0, 0, 0, 0, 26, 0, 0, 0));
        byte[] coreHeader = bytes(12, 0, 0, 0, 1, 0, 1, 0, 1, 0, 24, 0);

        assertThat(rgb(decoder.decode(concat(fileHeader, coreHeader, bytes(3, 2, 1, 0)))))
                .containsExactly(0xff010203);
    }

    @Test
    void readsCmykJpegs() throws IOException {
        assertThat(rgb(decoder.decode(cmykJpeg(255)))[0] & 0xff).isCloseTo(255, within(3));
        assertThat(rgb(decoder.decode(cmykJpeg(0)))[0] & 0xff).isLessThan(60);
    }

    private void assertRefused(byte[] content, String reason) {
        assertThatThrownBy(() -> decoder.decode(content))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    private static int[] rgb(BufferedImage image) {
        int width = image.getWidth();
        return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    }

    /** All four inks at one value, stored inverted as Adobe does: 255 is no ink. */
    private static byte[] cmykJpeg(int value) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        for (int i = 0; i < 64; i++) {
            raster.setPixel(i % 8, i / 8, new int[] {value, value, value, value});
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] adobe =
                concat(bytes(0xff, 0xee, 0, 14), latin1("Adobe"), bytes(0, 100, 0, 0, 0, 0, 0));
        byte[] written = jpeg.toByteArray();
        return concat(
                Arrays.copyOf(written, 2), adobe, Arrays.copyOfRange(written, 2, written.length));
    }
}
