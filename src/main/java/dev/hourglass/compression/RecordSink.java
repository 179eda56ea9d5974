package dev.hourglass.compression;

import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.IOException;

/** Takes a record as it is decompressed: its annotation files, and its frames in turn. */
public interface RecordSink {
    /**
     * Takes the next frames.
     *
     * @param samples of each signal in turn its samples of these frames, in ADC units, {@link
     *     dev.hourglass.source.wfdb.LeadReader#MISSING} for those that are missing
     * @throws MalformedRecordException where a record cannot have such samples
     */
    void write(int[][] samples, int frames) throws IOException, MalformedRecordException;

    /**
     * Takes an annotation file.
     *
     * @param extension of its name, which is else the record's
     * @throws MalformedRecordException where a record cannot have such a file
     */
    void attach(String extension, byte[] content) throws IOException, MalformedRecordException;
}
