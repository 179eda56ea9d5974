package dev.hourglass.training.averaging.vector;

import java.nio.ByteBuffer;

/** What goes before a worker's vector: whose it is. */
record UploadHeader(long round, int shard) {
    private static final int BYTES = Long.BYTES + Integer.BYTES;

    ByteBuffer bytes() {
        return ByteBuffer.allocate(BYTES).putLong(round).putInt(shard).flip();
    }

    static UploadHeader read(ByteBuffer bytes) {
        return new UploadHeader(bytes.getLong(), bytes.getInt());
    }
}
