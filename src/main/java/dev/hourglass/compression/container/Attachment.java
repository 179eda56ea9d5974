package dev.hourglass.compression.container;

/**
 * A file that goes with the record, of annotations for instance.
 *
 * @param extension of the file's name, which is else the record's: {@code atr}
 * @param content its bytes, at most 8 MiB; not copied
 */
public record Attachment(String extension, byte[] content) implements Section {}
