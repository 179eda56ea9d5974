package dev.hourglass.training.averaging;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A vector of floats that is serialised as raw bytes, which is several times as fast as Java's own
 * way with float arrays.
 */
final class FloatVector implements Serializable {
    private static final int CHUNK = 1 << 20;

    private transient float[] values;

    FloatVector(float[] values) {
        this.values = values;
    }

    float[] values() {
        return values;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeInt(values.length);
        byte[] bytes = new byte[Math.min(CHUNK, values.length) * Float.BYTES];
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            if (count < CHUNK) {
                bytes = new byte[count * Float.BYTES];
            }
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values, from, count);
            // Arrays of bytes are copied whole; shared ones would be remembered, and sent once.
            out.writeUnshared(bytes);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        values = new float[in.readInt()];
        for (int from = 0; from < values.length; from += CHUNK) {
            byte[] bytes = (byte[]) in.readUnshared();
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, bytes.length / Float.BYTES);
        }
    }
}
