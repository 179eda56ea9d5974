package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The stored form of a tensor of which only some elements are given, and the others are raw zero.
 * Of n given elements it is n (int32), n indices (int32, ascending) and then n values (float32),
 * all little-endian: 4 + 8 · n bytes. A form that was cut short says so by its n.
 */
public final class SparseTensor {
    /** Bytes a given element takes. */
    static final int ELEMENT_BYTES = Integer.BYTES + Float.BYTES;

    private static final int COUNT_BYTES = Integer.BYTES;

    /**
     * What is given of a tensor.
     *
     * @param indices of the given elements, ascending
     * @param values of these elements, as many
     */
    public record Elements(int[] indices, float[] values) {}

    private SparseTensor() {}

    /**
     * The stored form.
     *
     * @param indices of the given elements, ascending
     * @param values of these elements, as many
     */
    public static byte[] encode(int[] indices, float[] values) {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(
                    indices.length + " indices for " + values.length + " values");
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(
                                Math.addExact(
                                        COUNT_BYTES,
                                        Math.multiplyExact(indices.length, ELEMENT_BYTES)))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(indices.length);
        for (int index : indices) {
            buffer.putInt(index);
        }
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    /**
     * The elements that a stored form gives.
     *
     * @param elements of the whole tensor
     * @throws HourglassException with STORE_CORRUPT where it is damaged
     */
    public static Elements decode(byte[] tensor, int elements) {
        requireSound(tensor, elements);
        ByteBuffer buffer = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
        int[] indices = new int[buffer.getInt(0)];
        float[] values = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = index(buffer, i);
            values[i] = value(buffer, indices.length, i);
        }
        return new Elements(indices, values);
    }

    /**
     * Refuses a stored form that has a flaw.
     *
     * @param elements of the whole tensor
     * @throws HourglassException with STORE_CORRUPT
     */
    static void requireSound(byte[] tensor, int elements) {
        flaw(tensor, elements)
                .ifPresent(
                        flaw -> {
                            throw new HourglassException(
                                    ErrorCode.STORE_CORRUPT,
                                    "A sparse tensor is damaged",
                                    "it " + flaw,
                                    "ingest the data again, or restore the dataset's folder from a"
                                            + " copy");
                        });
    }

    /**
     * What is wrong with a stored form, as it follows "the tensor"; empty where nothing is.
     *
     * @param elements of the whole tensor
     */
    static Optional<String> flaw(byte[] tensor, int elements) {
        if (tensor == null) {
            return Optional.of("is missing");
        }
        if (tensor.length < COUNT_BYTES) {
            return Optional.of("has %d bytes, fewer than 4".formatted(tensor.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
        int count = buffer.getInt(0);
        if (tensor.length != COUNT_BYTES + (long) count * ELEMENT_BYTES) {
            return Optional.of("has %d bytes for %d elements".formatted(tensor.length, count));
        }
        int before = -1;
        for (int i = 0; i < count; i++) {
            int index = index(buffer, i);
            if (index < 0 || index >= elements) {
                return Optional.of("has an element %d of %d".formatted(index, elements));
            }
            if (index <= before) {
                return Optional.of("has element %d after %d".formatted(index, before));
            }
            if (!Float.isFinite(value(buffer, count, i))) {
                return Optional.of("has a number that is not finite, element " + index);
            }
            before = index;
        }
        return Optional.empty();
    }

    /**
     * Decodes the given elements of a form without flaw, and leaves the others as they are.
     *
     * @param target receives {@code value · factor + shift} at {@code position} + index
     */
    static void scatter(byte[] tensor, float factor, float shift, float[] target, int position) {
        ByteBuffer buffer = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
        int count = buffer.getInt(0);
        for (int i = 0; i < count; i++) {
            target[position + index(buffer, i)] = value(buffer, count, i) * factor + shift;
        }
    }

    private static int index(ByteBuffer buffer, int i) {
        return buffer.getInt(COUNT_BYTES + Integer.BYTES * i);
    }

    private static float value(ByteBuffer buffer, int count, int i) {
        return buffer.getFloat(COUNT_BYTES + Integer.BYTES * count + Float.BYTES * i);
    }
}
