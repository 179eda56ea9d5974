package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.source.TensorSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageViewTest {
    private static final Pattern DATA = Pattern.compile("data:image/png;base64,([^\"]+)");

    @Test
    void colourChannelsAreInterleaved() throws IOException {
        TensorSpec tensor = TensorSpec.image(1, 2, 3);
        BufferedImage image = drawn(tensor, 1, 0, 0, 0, 0.5f, 1);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0000);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff0080ff);
    }

    @Test
    void intensitiesOutsideTheRangeAreClipped() throws IOException {
        BufferedImage image = drawn(TensorSpec.image(1, 2, 1), -0.3f, 1.7f);
        assertThat(image.getRaster().getSample(0, 0, 0)).isZero();
        assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(255);
    }

    @Test
    void longImagesAreReducedByWholeBlocks() throws IOException {
        float[] values = new float[300 * 2];
        values[0] = 1;
        values[1] = 1;
        BufferedImage image = drawn(TensorSpec.image(300, 2, 1), values);
        assertThat(image.getWidth()).isEqualTo(1);
        assertThat(image.getHeight()).isEqualTo(100);
        assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(85);
    }

    @Test
    void pixelsAreMagnifiedToWholePixels() {
        TensorSpec tensor = TensorSpec.image(28, 20, 1);
        String markup = html(tensor, new float[28 * 20]);
        assertThat(markup).contains("width=\"40\" height=\"56\"");
        assertThat(new ImageView(tensor).width()).isEqualTo(60);
    }

    @Test
    void imagesOfTwoChannelsAreRefused() {
        assertThatThrownBy(() -> new ImageView(TensorSpec.image(2, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 2");
    }

    private static BufferedImage drawn(TensorSpec tensor, float... values) throws IOException {
        Matcher data = DATA.matcher(html(tensor, values));
        assertThat(data.find()).isTrue();
        byte[] png = Base64.getDecoder().decode(data.group(1));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static String html(TensorSpec tensor, float... values) {
        Sample sample = new Sample("a", Optional.empty(), values);
        return new ImageView(tensor).small(sample).markup();
    }
}
