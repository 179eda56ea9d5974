package dev.hourglass.source.wfdb;

import java.io.Serializable;

/**
 * What the ADC units of a signal mean: physical value = (sample - baseline) / gain.
 *
 * @param gain ADC units a physical unit; finite and not zero
 * @param baseline the sample value of zero physical units
 * @param unit the physical unit, as the header spells it
 */
public record Calibration(double gain, int baseline, String unit) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Physical units an ADC unit. */
    public double scale() {
        return 1 / gain;
    }

    /** The physical value of a sample of zero. */
    public double offset() {
        return (0.0 - baseline) / gain;
    }

    /** The physical value of a sample. */
    public double physical(int sample) {
        return (sample - (double) baseline) / gain;
    }

    /** The same calibration in mV where the unit is V or µV; any other unit is left as it is. */
    public Calibration inMillivolts() {
        return switch (unit) {
            case "V" -> new Calibration(gain / 1000, baseline, "mV");
            // The micro sign and the Greek letter are two characters that look alike.
            case "uV", "\u00b5V", "\u03bcV" -> new Calibration(gain * 1000, baseline, "mV");
            default -> this;
        };
    }
}
