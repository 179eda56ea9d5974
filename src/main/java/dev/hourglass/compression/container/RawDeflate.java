package dev.hourglass.compression.container;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflated data without a wrapper (RFC 1951), all in memory. */
final class RawDeflate {
    private static final int CHUNK = 1 << 13;

    private RawDeflate() {}

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                deflated.write(chunk, 0, deflater.deflate(chunk));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * @param limit bytes that the content may have
     * @throws DataFormatException where it has more, or is damaged
     */
    static byte[] inflate(byte[] deflated, int limit) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("it ends too early");
                }
                if (count > limit - content.size()) {
                    throw new DataFormatException("it inflates to more than " + limit + " bytes");
                }
                content.write(chunk, 0, count);
            }
            if (inflater.getRemaining() > 0) {
                throw new DataFormatException("bytes follow its end");
            }
            return content.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
