package dev.hourglass.source;

/**
 * Where a stretch of a signal lies and how far it swings: what makes stretches of different records
 * and leads alike. A flat stretch has a deviation of 1, so that it becomes zeros.
 *
 * @param mean in the signal's unit
 * @param deviation the standard deviation, in the signal's unit; above 0
 */
public record SignalScale(double mean, double deviation) {
    /** The unit of a signal in multiples of its own standard deviation. */
    public static final String UNIT = "sd";

    /** Of the numbers of a stretch, at least one. */
    public static SignalScale of(float[] signal) {
        double sum = 0;
        for (float value : signal) {
            sum += value;
        }
        double mean = sum / signal.length;
        double squares = 0;
        for (float value : signal) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / signal.length);
        return new SignalScale(mean, deviation > 0 ? deviation : 1);
    }

    /** Brings a stretch to mean 0 and standard deviation 1, in place. */
    public void standardise(float[] signal) {
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) ((signal[i] - mean) / deviation);
        }
    }
}
