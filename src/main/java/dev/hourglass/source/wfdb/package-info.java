/**
 * The WFDB format of PhysioNet: header, signal and annotation files, as described by header(5),
 * signal(5) and annot(5) of the WFDB Applications Guide.
 *
 * <p>{@link dev.hourglass.source.wfdb.WfdbRecord} opens a record; its {@link
 * dev.hourglass.source.wfdb.Lead} is verified against the header's checksums and then streamed by a
 * {@link dev.hourglass.source.wfdb.LeadReader}. {@link dev.hourglass.source.wfdb.WfdbWriter} writes
 * one. Files are reached through Hadoop's file systems, and memory does not grow with the length of
 * a record.
 */
package dev.hourglass.source.wfdb;
