package dev.hourglass.training.averaging.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A vector that comes in as bytes, in pieces that end anywhere. */
final class ReceivedVector {
    private final float[] values;
    private int filled;

    /** The first bytes of a float whose others have not come yet. */
    private final ByteBuffer begun =
            ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    ReceivedVector(int length) {
        values = VectorPool.take(length);
    }

    /** Takes the next piece. */
    void add(ByteBuffer bytes) throws IOException {
        while (begun.position() > 0 && bytes.hasRemaining()) {
            begun.put(bytes.get());
            if (!begun.hasRemaining()) {
                requireRoom(1);
                values[filled++] = begun.flip().getFloat();
                begun.clear();
            }
        }
        int whole = bytes.remaining() / Float.BYTES;
        requireRoom(whole);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, filled, whole);
        filled += whole;
        begun.put(bytes.position(bytes.position() + whole * Float.BYTES));
    }

    /** The vector, once all of it is there. */
    float[] whole() throws IOException {
        if (filled < values.length || begun.position() > 0) {
            throw new IOException(
                    "a vector ended after " + filled + " of " + values.length + " numbers");
        }
        return values;
    }

    private void requireRoom(int count) throws IOException {
        if (count > values.length - filled) {
            throw new IOException("a vector is longer than " + values.length + " numbers");
        }
    }
}
