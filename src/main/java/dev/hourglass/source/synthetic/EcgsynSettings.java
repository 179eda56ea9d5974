package dev.hourglass.source.synthetic;

import dev.hourglass.config.Require;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The section {@code ecgsyn} of the configuration.
 *
 * @param records records to generate, 1 to 1,000,000
 * @param seconds length of a record, 1 to 86,400
 * @param frequency samples a second, 50 to 2000
 * @param window samples of a window and from one window's start to the next, 1 to 1,000,000
 * @param rhythms what each record's rhythm is drawn from, all as likely; at least one, no doubles
 * @param noise standard deviation of white measurement noise in mV, 0 to 10
 * @param baselineWander amplitude of the baseline's swing with the breath in mV, 0 to 10
 */
public record EcgsynSettings(
        int records,
        double seconds,
        double frequency,
        int window,
        List<Rhythm> rhythms,
        double noise,
        double baselineWander)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * @throws HourglassException with CONFIGURATION, naming the key, where a value is out of range
     *     or no record is as long as a window
     */
    public EcgsynSettings {
        Require.range("ecgsyn.records", records, 1, 1_000_000);
        Require.range("ecgsyn.seconds", seconds, 1, 86_400);
        Require.range("ecgsyn.frequency", frequency, 50, 2000);
        Require.range("ecgsyn.window", window, 1, 1_000_000);
        Require.range("ecgsyn.noise", noise, 0, 10);
        Require.range("ecgsyn.baseline-wander", baselineWander, 0, 10);
        if (window > seconds * frequency) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "A window of %d samples is longer than a record".formatted(window),
                    "ecgsyn.window",
                    "give at most %d, or raise ecgsyn.seconds"
                            .formatted((long) (seconds * frequency)));
        }
        if (rhythms == null
                || rhythms.isEmpty()
                || rhythms.stream().anyMatch(Objects::isNull)
                || new HashSet<>(rhythms).size() < rhythms.size()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The rhythms to draw from are " + rhythms,
                    "ecgsyn.rhythms",
                    "list at least one rhythm, and each only once");
        }
        rhythms = List.copyOf(rhythms);
    }

    /** Whole windows in a record; what is left after the last one is not generated. */
    public int windows() {
        return (int) (seconds * frequency / window);
    }
}
