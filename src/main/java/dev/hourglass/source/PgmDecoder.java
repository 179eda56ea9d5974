package dev.hourglass.source;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;

/**
 * Netpbm's portable grey maps, plain (P2) and raw (P5), with any maximum from 1 to 65535, scaled to
 * 8 bits. (ImageIO has no reader for them; TwelveMonkeys' garbles samples of 128 and more wherever
 * the maximum is not 255.) Of a file with several images the first is read.
 */
final class PgmDecoder {
    private static final int MAX_MAXIMUM = 65535;

    private final byte[] content;
    private int position = 2;

    private PgmDecoder(byte[] content) {
        this.content = content;
    }

    /**
     * @param content starts with P2 or P5
     * @return an image of {@link BufferedImage#TYPE_BYTE_GRAY}
     * @throws IOException if the file is malformed or cut off, or its size is refused
     */
    static BufferedImage decode(byte[] content, PixelLimit limit) throws IOException {
        return new PgmDecoder(content).decode(limit);
    }

    private BufferedImage decode(PixelLimit limit) throws IOException {
        boolean plain = content[1] == '2';
        int width = number();
        int height = number();
        limit.check(width, height);
        int maximum = number();
        if (maximum < 1 || maximum > MAX_MAXIMUM) {
            throw new IOException("the PGM's maximum is " + maximum + ", not 1 to " + MAX_MAXIMUM);
        }
        if (position == content.length || !isSpace(content[position++])) {
            throw new IOException("the PGM's header does not end in white space");
        }
        int sampleBytes = plain || maximum < 256 ? 1 : 2;
        if ((long) width * height * sampleBytes > content.length - position) {
            throw new IOException("the PGM is cut off");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            int sample = plain ? number() : raw(sampleBytes);
            if (sample > maximum) {
                throw new IOException(
                        "the PGM's sample %d is above its maximum %d".formatted(sample, maximum));
            }
            pixels[i] = (byte) ((sample * 255 + maximum / 2) / maximum);
        }
        return image;
    }

    private int raw(int bytes) {
        int sample = Byte.toUnsignedInt(content[position++]);
        return bytes == 1 ? sample : sample << 8 | Byte.toUnsignedInt(content[position++]);
    }

    /** The next decimal number, after white space and comments. */
    private int number() throws IOException {
        skipSpaceAndComments();
        int start = position;
        long number = 0;
        while (position < content.length && content[position] >= '0' && content[position] <= '9') {
            number = number * 10 + content[position++] - '0';
            if (number > Integer.MAX_VALUE) {
                throw new IOException("the PGM has a number too large at byte " + start);
            }
        }
        if (position == start) {
            throw new IOException(
                    position == content.length
                            ? "the PGM is cut off"
                            : "the PGM has no number at byte " + start);
        }
        return (int) number;
    }

    private void skipSpaceAndComments() {
        boolean comment = false;
        while (position < content.length) {
            byte next = content[position];
            if (comment) {
                comment = next != '\n' && next != '\r';
            } else if (next == '#') {
                comment = true;
            } else if (!isSpace(next)) {
                return;
            }
            position++;
        }
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
