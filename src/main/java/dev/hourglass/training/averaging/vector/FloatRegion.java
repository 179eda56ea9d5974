package dev.hourglass.training.averaging.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.apache.spark.network.util.AbstractFileRegion;

/** A vector on its way into a connection: turned into bytes piece by piece, as they are sent. */
final class FloatRegion extends AbstractFileRegion {
    /** As many floats as stay in a core's cache between being turned and being sent. */
    private static final int PIECE = 1 << 16;

    private final float[] values;
    private final ByteBuffer piece =
            ByteBuffer.allocateDirect(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private int turned;
    private long sent;

    FloatRegion(float[] values) {
        this.values = values;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long count() {
        return (long) values.length * Float.BYTES;
    }

    @Override
    public long transferred() {
        return sent;
    }

    /** Sends what the connection takes at the moment. */
    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        long before = sent;
        while (sent < count()) {
            if (!piece.hasRemaining()) {
                turn();
            }
            sent += target.write(piece);
            if (piece.hasRemaining()) {
                break;
            }
        }
        return sent - before;
    }

    private void turn() {
        int count = Math.min(PIECE, values.length - turned);
        piece.clear();
        piece.asFloatBuffer().put(values, turned, count);
        piece.limit(count * Float.BYTES);
        turned += count;
    }

    @Override
    protected void deallocate() {}
}
