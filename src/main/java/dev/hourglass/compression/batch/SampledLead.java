package dev.hourglass.compression.batch;

import dev.hourglass.source.wfdb.Calibration;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A lead, some stretches of which stand for all of it.
 *
 * @param frequency samples a second, Hz
 * @param calibration in the header's unit
 * @param format in which its record will be written
 * @param resolution bits of the converter
 * @param samples of the whole lead
 * @param sharedBytes its share of the container's header and annotations
 * @param stretches ADC units
 */
record SampledLead(
        double frequency,
        Calibration calibration,
        int format,
        int resolution,
        long samples,
        double sharedBytes,
        ArrayList<int[]> stretches)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
