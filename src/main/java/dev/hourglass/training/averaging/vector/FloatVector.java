package dev.hourglass.training.averaging.vector;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A vector of floats that is serialised as raw bytes, which is several times as fast as Java's own
 * way with float arrays.
 */
public final class FloatVector implements Externalizable {
    private static final long serialVersionUID = 1;
    private static final int CHUNK = 1 << 20;

    private float[] values;

    /** For Java's serialisation alone. */
    public FloatVector() {}

    public FloatVector(float[] values) {
        this.values = values;
    }

    /** Not a copy. */
    public float[] values() {
        return values;
    }

    /** Chunks are arrays of bytes, which are copied as a whole. */
    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(values.length);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            byte[] bytes = new byte[count * Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values, from, count);
            out.writeObject(bytes);
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
        values = VectorPool.take(in.readInt());
        for (int from = 0; from < values.length; from += CHUNK) {
            byte[] bytes = (byte[]) in.readObject();
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, bytes.length / Float.BYTES);
        }
    }
}
