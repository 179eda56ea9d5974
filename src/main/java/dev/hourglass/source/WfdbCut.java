package dev.hourglass.source;

/**
 * Where a sample is cut out of its record.
 *
 * @param start its first sample's number in the record
 * @param label null where there is none
 */
record WfdbCut(long start, String label) {}
