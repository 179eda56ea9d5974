package dev.hourglass.training.averaging.vector;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.spark.network.buffer.ManagedBuffer;

/** A vector as Spark's transport takes it, without a copy of it in bytes. */
final class SentVector extends ManagedBuffer {
    private final float[] values;

    SentVector(float[] values) {
        this.values = values;
    }

    @Override
    public long size() {
        return (long) values.length * Float.BYTES;
    }

    @Override
    public Object convertToNetty() {
        return new FloatRegion(values);
    }

    @Override
    public ByteBuffer nioByteBuffer() {
        throw new UnsupportedOperationException("a vector is sent only");
    }

    @Override
    public InputStream createInputStream() {
        throw new UnsupportedOperationException("a vector is sent only");
    }

    @Override
    public ManagedBuffer retain() {
        return this;
    }

    @Override
    public ManagedBuffer release() {
        return this;
    }
}
