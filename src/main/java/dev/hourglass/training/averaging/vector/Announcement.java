package dev.hourglass.training.averaging.vector;

import java.nio.ByteBuffer;

/** What the driver tells executors when a round begins: which one, and how long its start is. */
record Announcement(long round, int length) {
    private static final int BYTES = Long.BYTES + Integer.BYTES;

    ByteBuffer bytes() {
        return ByteBuffer.allocate(BYTES).putLong(round).putInt(length).flip();
    }

    static Announcement read(ByteBuffer bytes) {
        return new Announcement(bytes.getLong(), bytes.getInt());
    }
}
