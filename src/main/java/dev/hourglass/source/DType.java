package dev.hourglass.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The type a tensor's elements are stored in: that of the raw data. Little-endian. */
public enum DType {
    /** Unsigned bytes: pixels. */
    UINT8(1),
    /** Signed 16-bit integers: ADC units. */
    INT16(2),
    /** IEEE 754 single precision. */
    FLOAT32(4),
    /** Single precision, of the elements that are given: {@link SparseTensor}. */
    SPARSE_FLOAT32(SparseTensor.ELEMENT_BYTES);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes an element takes; of sparse types one that is given. */
    public int bytes() {
        return bytes;
    }

    /** Whether a tensor says which elements it gives, so that its length varies. */
    public boolean isSparse() {
        return this == SPARSE_FLOAT32;
    }

    /**
     * Decodes a whole tensor to {@code raw · scale + offset}; of sparse types the elements that are
     * given.
     *
     * @param tensor the stored bytes, row-major
     * @param target receives {@code tensor.length / bytes()} values from {@code position} on, or of
     *     sparse types at their places from there
     */
    public void decode(byte[] tensor, double scale, double offset, float[] target, int position) {
        int count = tensor.length / bytes;
        float factor = (float) scale;
        float shift = (float) offset;
        switch (this) {
            case UINT8 -> {
                for (int i = 0; i < count; i++) {
                    target[position + i] = (tensor[i] & 0xFF) * factor + shift;
                }
            }
            case INT16 -> {
                ByteBuffer buffer = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    target[position + i] = buffer.getShort(2 * i) * factor + shift;
                }
            }
            case FLOAT32 -> {
                ByteBuffer buffer = ByteBuffer.wrap(tensor).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    target[position + i] = buffer.getFloat(4 * i) * factor + shift;
                }
            }
            case SPARSE_FLOAT32 -> SparseTensor.scatter(tensor, factor, shift, target, position);
        }
    }
}
