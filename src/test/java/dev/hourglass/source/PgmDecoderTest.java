package dev.hourglass.source;

import static dev.hourglass.source.ImageFiles.bytes;
import static dev.hourglass.source.ImageFiles.concat;
import static dev.hourglass.source.ImageFiles.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PgmDecoderTest {
    @Test
    void readsRawAndPlainSamples() throws IOException {
        assertThat(pixels(concat(latin1("P5\n2 2\n255\n"), bytes(0, 1, 128, 255))))
                .containsExactly(0, 1, 128, 255);
        assertThat(pixels(latin1("P2\n2 2\n255\n0 1\n128\t255\n"))).containsExactly(0, 1, 128, 255);
    }

    @Test
    void scalesAnyMaximumTo255() throws IOException {
        assertThat(pixels(concat(latin1("P5 4 1 200 "), bytes(0, 100, 150, 200))))
                .containsExactly(0, 128, 191, 255);
        assertThat(pixels(latin1("P2 3 1 1 0 1 1"))).containsExactly(0, 255, 255);
        assertThat(pixels(latin1("P2 3 1 40000 0 30000 40000"))).containsExactly(0, 191, 255);
    }

    @Test
    void readsSixteenBitsBigEndian() throws IOException {
        assertThat(
                        pixels(
                                concat(
                                        latin1("P5 3 1 65535\n"),
                                        bytes(0x00, 0xff, 0x80, 0x00, 0xff, 0xff))))
                .containsExactly(1, 128, 255);
    }

    @Test
    void skipsCommentsAndAnyWhiteSpaceInTheHeader() throws IOException {
        byte[] header = latin1("P5 # 9 9 9\r\n#\n 2\t# width\n 1 \n255\n");

        assertThat(pixels(concat(header, bytes('#', ' ')))).containsExactly('#', ' ');
    }

    @Test
    void refusesWhatIsCutOff() {
        assertRefused(latin1("P5 2 2"), "cut off");
        assertRefused(latin1("P5 2 2 255"), "does not end in white space");
        assertRefused(latin1("P5 2 2 255\nabc"), "cut off");
        assertRefused(latin1("P5 2 2 256\nabcdefg"), "cut off");
        assertRefused(latin1("P2 2 2 255\n100 100 100"), "cut off");
    }

    @Test
    void refusesHeadersThatMakeNoSense() {
        assertRefused(latin1("P5 2 2 0\nabcd"), "maximum is 0");
        assertRefused(latin1("P5 2 2 65536\nabcd"), "maximum is 65536");
        assertRefused(latin1("P5 0 2 255\n"), "0 × 2 pixels");
        assertRefused(latin1("P5 -1 2 255\n"), "no number at byte 3");
        assertRefused(latin1("P5 99999999999 2 255\n"), "too large");
        assertRefused(latin1("P5 60000 60000 255\n"), "60000 × 60000 pixels, more than");
        assertRefused(latin1("P5 1000 1000 255\n"), "cut off");
    }

    @Test
    void refusesSamplesAboveTheMaximum() {
        assertRefused(concat(latin1("P5 1 1 100\n"), bytes(101)), "sample 101 is above");
        assertRefused(latin1("P2 2 1 100 5 2000000000"), "sample 2000000000 is above");
    }

    private static int[] pixels(byte[] pgm) throws IOException {
        BufferedImage image = PgmDecoder.decode(pgm, new PixelLimit(1_000_000));
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    private static void assertRefused(byte[] pgm, String reason) {
        assertThatThrownBy(() -> pixels(pgm))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
