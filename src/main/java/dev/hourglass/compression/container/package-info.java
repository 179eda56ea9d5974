/**
 * The {@code .hgc} container: one record's compressed signals in blocks that are read each for
 * itself, with all that is needed to write the record again. docs/hgc.md gives it byte by byte.
 *
 * <p>{@link dev.hourglass.compression.container.HgcWriter} writes to a stream and {@link
 * dev.hourglass.compression.container.HgcReader} reads from one, in memory that does not grow with
 * the record. What the blocks hold is for others to know.
 */
package dev.hourglass.compression.container;
