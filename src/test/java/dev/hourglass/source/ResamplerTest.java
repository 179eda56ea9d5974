package dev.hourglass.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplerTest {
    @Test
    void theSameSizeChangesNothing() {
        byte[] pixels = new byte[7 * 5 * 3];
        new Random(1).nextBytes(pixels);

        assertThat(resample(pixels, 7, 5, 7, 5, 3)).isEqualTo(pixels);
    }

    @Test
    void aLargerSizeInterpolatesBetweenPixelCentres() {
        assertThat(resample(ImageFiles.bytes(0, 100), 2, 1, 4, 1, 1))
                .containsExactly(0, 25, 75, 100);
        assertThat(resample(ImageFiles.bytes(0, 100), 1, 2, 1, 4, 1))
                .containsExactly(0, 25, 75, 100);
    }

    @Test
    void aSmallerSizeWeighsAllPixelsUnderATriangle() {
        // Weights of the left pixel: 3/4, 3/4, 1/4 and 0, over 7/4.
        assertThat(resample(ImageFiles.bytes(0, 0, 100, 100), 4, 1, 2, 1, 1))
                .containsExactly(14, 86);
        assertThat(resample(ImageFiles.bytes(0, 0, 100, 100), 1, 4, 1, 2, 1))
                .containsExactly(14, 86);
    }

    @Test
    void aFinePatternBecomesItsMeanAndDoesNotAlias() {
        int size = 100;
        byte[] stripes = new byte[size * size];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = (byte) (i % 2 == 0 ? 0 : 200);
        }

        for (byte value : resample(stripes, size, size, 9, 9, 1)) {
            assertThat(value & 0xff).isBetween(95, 105);
        }
    }

    @Test
    void aConstantImageStaysConstantAtAnySize() {
        byte[] white = new byte[31 * 17];
        Arrays.fill(white, (byte) 255);

        for (int[] size : new int[][] {{1, 1}, {3, 40}, {64, 2}, {100, 100}}) {
            assertThat(resample(white, 31, 17, size[0], size[1], 1)).containsOnly(255);
        }
    }

    @Test
    void channelsDoNotMix() {
        assertThat(resample(ImageFiles.bytes(10, 20, 30, 30, 40, 50), 2, 1, 1, 1, 3))
                .containsExactly(20, 30, 40);
    }

    private static byte[] resample(
            byte[] pixels, int sourceWidth, int sourceHeight, int width, int height, int channels) {
        Resampler resampler = new Resampler(sourceWidth, sourceHeight, width, height, channels);
        float[] row = new float[sourceWidth * channels];
        for (int y = 0; y < sourceHeight; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Byte.toUnsignedInt(pixels[y * row.length + i]);
            }
            resampler.add(row);
        }
        return resampler.tensor();
    }
}
