package dev.hourglass.compression.container;

import java.util.Optional;

/**
 * A payload with what stands before it.
 *
 * @param position of its first byte in the file
 * @param payload empty where the frame does not match its checksum
 */
record Frame(FrameHeader header, long position, Optional<byte[]> payload) {}
