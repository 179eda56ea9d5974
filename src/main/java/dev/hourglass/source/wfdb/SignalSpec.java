package dev.hourglass.source.wfdb;

import java.util.OptionalInt;

/**
 * A signal specification line of a header, its missing fields filled as header(5) says.
 *
 * @param index the signal's number in the header, from 0
 * @param file the signal file's name, in the header's folder; {@code ~} for none
 * @param format the number of the storage format, as in signal(5); 0 for a signal without samples
 * @param samplesPerFrame how many times the record's sampling rate this signal is sampled at
 * @param skew samples in the file before the one that is simultaneous with sample 0 of the record
 * @param byteOffset length of the file's preamble in bytes
 * @param adcGain the gain as the header spells it, with its baseline and unit: {@code
 *     200(1024)/mV}; {@code 0} where there is none, since both mean an uncalibrated signal
 * @param calibration the meaning of ADC units, in the header's unit; an uncalibrated signal gets
 *     200 units a millivolt
 * @param adcResolution bits of the converter
 * @param adcZero the sample value in the middle of the converter's range
 * @param initialValue the first sample in the file, where stated
 * @param checksum the sum of all samples in the file modulo 2^16, where stated
 * @param description the lead's name; {@code signal 0} for the first signal if it has none
 */
public record SignalSpec(
        int index,
        String file,
        int format,
        int samplesPerFrame,
        int skew,
        long byteOffset,
        String adcGain,
        Calibration calibration,
        int adcResolution,
        int adcZero,
        OptionalInt initialValue,
        OptionalInt checksum,
        String description) {
    /** Whether the header lists the signal but no samples of it were kept (format 0). */
    public boolean isNull() {
        return format == 0;
    }

    /** For messages: {@code signal 0 (MLII)}. */
    String label() {
        return "signal " + index + " (" + description + ")";
    }

    /** The same signal where it is stored as signal {@code position} of a file without preamble. */
    SignalSpec storedIn(
            String target, int position, int targetFormat, OptionalInt first, OptionalInt sum) {
        return new SignalSpec(
                position,
                target,
                targetFormat,
                samplesPerFrame,
                0,
                0,
                adcGain,
                calibration,
                adcResolution,
                adcZero,
                first,
                sum,
                description);
    }
}
