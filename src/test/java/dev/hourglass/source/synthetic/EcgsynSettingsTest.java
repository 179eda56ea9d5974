package dev.hourglass.source.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EcgsynSettingsTest {
    private static final List<Rhythm> ALL = List.of(Rhythm.values());

    @ParameterizedTest
    @MethodSource
    void aBadValueIsRefusedWithItsKey(String key, ThrowingCallable construction) {
        assertThatThrownBy(construction)
                .isInstanceOfSatisfying(
                        HourglassException.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION);
                            assertThat(failure.where()).isEqualTo("ecgsyn." + key);
                        });
    }

    static Stream<Arguments> aBadValueIsRefusedWithItsKey() {
        return Stream.of(
                bad("records", () -> settings(0, 60, 360, 2000, ALL, 0, 0)),
                bad("records", () -> settings(1_000_001, 60, 360, 2000, ALL, 0, 0)),
                bad("seconds", () -> settings(1, 0.5, 360, 100, ALL, 0, 0)),
                bad("seconds", () -> settings(1, 86_401, 360, 2000, ALL, 0, 0)),
                bad("frequency", () -> settings(1, 60, 49, 2000, ALL, 0, 0)),
                bad("frequency", () -> settings(1, 60, Double.NaN, 2000, ALL, 0, 0)),
                bad("frequency", () -> settings(1, 60, 2001, 2000, ALL, 0, 0)),
                bad("window", () -> settings(1, 60, 360, 0, ALL, 0, 0)),
                bad("window", () -> settings(1, 86_400, 360, 1_000_001, ALL, 0, 0)),
                bad("window", () -> settings(1, 5, 360, 1801, ALL, 0, 0)),
                bad("rhythms", () -> settings(1, 60, 360, 2000, null, 0, 0)),
                bad("rhythms", () -> settings(1, 60, 360, 2000, List.of(), 0, 0)),
                bad("rhythms", () -> settings(1, 60, 360, 2000, twice(Rhythm.NORMAL), 0, 0)),
                bad("rhythms", () -> settings(1, 60, 360, 2000, twice(null), 0, 0)),
                bad("noise", () -> settings(1, 60, 360, 2000, ALL, -0.1, 0)),
                bad("noise", () -> settings(1, 60, 360, 2000, ALL, 10.1, 0)),
                bad("baseline-wander", () -> settings(1, 60, 360, 2000, ALL, 0, -0.1)),
                bad("baseline-wander", () -> settings(1, 60, 360, 2000, ALL, 0, 10.1)));
    }

    @Test
    void aMessageSaysTheValueAndTheRange() {
        assertThatThrownBy(() -> settings(1, 60, 360, 2000, ALL, 10.5, 0))
                .hasMessage("10.5 is out of range (ecgsyn.noise): give a number from 0 to 10");
    }

    @ParameterizedTest
    @CsvSource({"60, 360, 2000, 10", "5, 360, 1800, 1", "5, 360, 899, 2", "1.5, 50, 1, 75"})
    void onlyWholeWindowsCount(double seconds, double frequency, int window, int expected) {
        assertThat(settings(1, seconds, frequency, window, ALL, 0, 0).windows())
                .isEqualTo(expected);
    }

    private static Arguments bad(String key, ThrowingCallable construction) {
        return arguments(key, construction);
    }

    private static List<Rhythm> twice(Rhythm rhythm) {
        return Arrays.asList(rhythm, rhythm);
    }

    private static EcgsynSettings settings(
            int records,
            double seconds,
            double frequency,
            int window,
            List<Rhythm> rhythms,
            double noise,
            double wander) {
        return new EcgsynSettings(records, seconds, frequency, window, rhythms, noise, wander);
    }
}
