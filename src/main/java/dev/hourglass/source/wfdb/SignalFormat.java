package dev.hourglass.source.wfdb;

import java.util.Arrays;
import java.util.Optional;

/** How samples are packed into the bytes of a signal file, as in signal(5). */
enum SignalFormat {
    /** Two's complement, 16 bits, least significant byte first. */
    LITTLE_ENDIAN(16, 16),
    /** Two's complement, 16 bits, most significant byte first. */
    BIG_ENDIAN(61, 16),
    /** Unsigned bytes, 128 more than the sample. */
    OFFSET_BINARY(80, 8),
    /** Two's complement, 12 bits: two samples in three bytes. */
    PACKED_12_BITS(212, 12);

    private final int number;
    private final int bits;

    SignalFormat(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    /** The format that headers call {@code number}, if it is one of these. */
    static Optional<SignalFormat> of(int number) {
        return Arrays.stream(values()).filter(format -> format.number == number).findFirst();
    }

    /** What headers call the format. */
    int number() {
        return number;
    }

    /** The least value of the format, which stands for a sample that was not recorded. */
    int missing() {
        return -1 << (bits - 1);
    }

    /** The greatest value of the format. */
    int greatest() {
        return -1 - missing();
    }

    /** Whole samples that {@code bytes} bytes hold. */
    long samples(long bytes) {
        return bytes * 8 / bits;
    }

    /** Bytes that {@code samples} samples take; a last half byte counts as one. */
    int bytes(int samples) {
        return (samples * bits + 7) / 8;
    }

    /**
     * Unpacks the first {@code count} samples.
     *
     * @param packed at least {@link #bytes} of {@code count}
     * @param target receives the samples from position 0 on
     */
    void decode(byte[] packed, int count, int[] target) {
        switch (this) {
            case LITTLE_ENDIAN -> {
                for (int i = 0; i < count; i++) {
                    target[i] = packed[2 * i + 1] << 8 | packed[2 * i] & 0xFF;
                }
            }
            case BIG_ENDIAN -> {
                for (int i = 0; i < count; i++) {
                    target[i] = packed[2 * i] << 8 | packed[2 * i + 1] & 0xFF;
                }
            }
            case OFFSET_BINARY -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (packed[i] & 0xFF) - 128;
                }
            }
            case PACKED_12_BITS -> {
                for (int i = 0; i < count; i++) {
                    target[i] = twelveBits(packed, i);
                }
            }
        }
    }

    /**
     * Packs the first {@code count} samples in format 16 or 212.
     *
     * @param samples in the format's range, its mark for a missing one included
     * @param packed receives {@link #bytes} of {@code count} from position 0 on
     */
    void encode(int[] samples, int count, byte[] packed) {
        switch (this) {
            case LITTLE_ENDIAN -> {
                for (int i = 0; i < count; i++) {
                    packed[2 * i] = (byte) samples[i];
                    packed[2 * i + 1] = (byte) (samples[i] >> 8);
                }
            }
            case PACKED_12_BITS -> packTwelveBits(samples, count, packed);
            default -> throw new UnsupportedOperationException(this + " is not written");
        }
    }

    private static void packTwelveBits(int[] samples, int count, byte[] packed) {
        int position = 0;
        for (int i = 0; i + 1 < count; i += 2) {
            int first = samples[i];
            int second = samples[i + 1];
            packed[position] = (byte) first;
            packed[position + 1] = (byte) (first >> 8 & 0x0F | second >> 4 & 0xF0);
            packed[position + 2] = (byte) second;
            position += 3;
        }
        if (count % 2 == 1) {
            packed[position] = (byte) samples[count - 1];
            packed[position + 1] = (byte) (samples[count - 1] >> 8 & 0x0F);
        }
    }

    /** The middle byte of three holds the high bits of both: the first sample's in its low half. */
    private static int twelveBits(byte[] packed, int index) {
        int first = index / 2 * 3;
        int unsigned =
                index % 2 == 0
                        ? (packed[first + 1] & 0x0F) << 8 | packed[first] & 0xFF
                        : (packed[first + 1] & 0xF0) << 4 | packed[first + 2] & 0xFF;
        return unsigned << 20 >> 20;
    }
}
