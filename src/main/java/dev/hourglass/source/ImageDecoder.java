package dev.hourglass.source;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, BMP and PGM files, told apart by their first bytes, whatever their names say.
 * Refuses what is damaged or cut off as far as the format lets one know (JPEG and BMP have no
 * checksums), and what is too large, before memory is taken for it.
 *
 * <p>Embedded colour profiles are applied to JPEG only; an orientation in EXIF is not applied.
 */
final class ImageDecoder {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    /** How libjpeg and ImageIO word that data are missing; both go on with grey pixels. */
    private static final Pattern DAMAGE =
            Pattern.compile("corrupt|truncated|premature", Pattern.CASE_INSENSITIVE);

    private static final int BMP_HEADER_SIZE_OFFSET = 14;
    private static final int BMP_HEADER_WITH_COMPRESSION = 40;
    private static final int BMP_COMPRESSION_OFFSET = 30;
    private static final int BMP_EMBEDDED_JPEG = 4;
    private static final int BMP_EMBEDDED_PNG = 5;

    static {
        // Reads CMYK too. Named here, as ImageIO looks for plug-ins with a class loader that does
        // not see this jar when spark-submit brings it to an executor.
        IIORegistry.getDefaultInstance().registerServiceProvider(new JPEGImageReaderSpi());
    }

    private final PixelLimit limit;

    ImageDecoder(int maxPixels) {
        this.limit = new PixelLimit(maxPixels);
    }

    /**
     * @return the first image of the file
     * @throws IOException saying why the file is refused, in one sentence without a full stop
     */
    BufferedImage decode(byte[] content) throws IOException {
        if (content.length == 0) {
            throw new IOException("the file is empty");
        }
        if (startsWith(content, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return read("png", PngChunks.verified(content));
        }
        if (startsWith(content, 0xff, 0xd8, 0xff)) {
            return read("jpeg", content);
        }
        if (startsWith(content, 'B', 'M')) {
            checkNothingEmbedded(content);
            return read("bmp", content);
        }
        if (startsWith(content, 'P', '2') || startsWith(content, 'P', '5')) {
            return PgmDecoder.decode(content, limit);
        }
        throw new IOException(
                "the file is no PNG, JPEG, BMP or PGM image, it starts with "
                        + HEX.formatHex(content, 0, Math.min(8, content.length)));
    }

    private BufferedImage read(String format, byte[] content) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        List<String> damage = new ArrayList<>();
        reader.addIIOReadWarningListener(
                (source, warning) -> {
                    if (DAMAGE.matcher(warning).find()) {
                        damage.add(warning);
                    }
                });
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(in, true, true);
            limit.check(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (!damage.isEmpty()) {
                throw new IOException("the image is damaged: " + damage.get(0));
            }
            return image;
        } catch (EOFException e) {
            throw new IOException("the image is cut off", e);
        } catch (IIOException | RuntimeException e) {
            // Damaged data make ImageIO's readers throw index out of bounds and the like, too.
            throw new IOException("the image is damaged: " + e, e);
        } finally {
            reader.dispose();
        }
    }

    /** A BMP may hold a JPEG or PNG, whose own size ImageIO would not show beforehand. */
    private static void checkNothingEmbedded(byte[] bmp) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        if (bmp.length < BMP_COMPRESSION_OFFSET + Integer.BYTES
                || Integer.compareUnsigned(
                                header.getInt(BMP_HEADER_SIZE_OFFSET), BMP_HEADER_WITH_COMPRESSION)
                        < 0) {
            return;
        }
        int compression = header.getInt(BMP_COMPRESSION_OFFSET);
        if (compression == BMP_EMBEDDED_JPEG || compression == BMP_EMBEDDED_PNG) {
            throw new IOException("the BMP holds an image of another format");
        }
    }

    private static boolean startsWith(byte[] content, int... signature) {
        if (content.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if (Byte.toUnsignedInt(content[i]) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
