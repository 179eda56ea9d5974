package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0           | 0
                    0.00873214  | 0.008732
                    0.5         | 0.5
                    3.14159     | 3.142
                    -2.5        | -2.5
                    412.77      | 412.8
                    12345.6     | 12,350
                    9999.6      | 10,000
                    1234567     | 1,235,000
                    12345678    | 1.235e7
                    0.0001      | 0.0001
                    0.0000999   | 9.99e-5
                    -0.00000001 | -1e-8
                    NaN         | not a number
                    Infinity    | ∞
                    -Infinity   | −∞
                    """)
    void measuresHaveFourSignificantDigits(double value, String expected) {
        assertThat(Numbers.measure(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0      | 0.0 s
                    3.21   | 3.2 s
                    59.96  | 1 min 0 s
                    245    | 4 min 5 s
                    3599.6 | 1 h 0 min
                    7620   | 2 h 7 min
                    """)
    void durationsAreSecondsMinutesOrHours(double seconds, String expected) {
        assertThat(Numbers.duration(seconds).replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @Test
    void numbersDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
            assertThat(Numbers.percent(0.9731)).isEqualTo("97.3\u00a0%");
            assertThat(Numbers.measure(1234.4)).isEqualTo("1,234");
        } finally {
            Locale.setDefault(before);
        }
    }
}
