package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFormatterTest {
    @Test
    void writesAHeaderAsItWasRead() throws Exception {
        String text =
                """
                r_1 3 0.9765625/25.4(-17) 650000 13:5:0.250 25/4/1989
                a.dat 212 200 11 1024 995 -22131 0 MLII
                b.dat 16x4:7+512 0.25(-32768)/mmHg 16 5 -3 65530 0 arterial  pressure, #2
                ~ 0 0 12 0 0 0 0 V5
                # 69 M 1085 1629 x1
                #
                """;

        assertThat(WfdbHeader.parse(text, "r.hea").text()).isEqualTo(text);
    }

    @Test
    void writesTheDefaultsOfWhatIsNotStated() throws Exception {
        WfdbHeader header = WfdbHeader.parse("# c\nr 2\na 80 100 0 7\nb 16\n", "r.hea");

        assertThat(header.text())
                .isEqualTo(
                        """
                        r 2 250 0
                        a 80 100 8 7 7 0 0 signal 0
                        b 16 0 12 0 0 0 0 signal 1
                        # c
                        """);
    }

    @ParameterizedTest
    @CsvSource({"360.0, 360", "1e7, 10000000", "2.5E-7, 0.00000025", ".1, 0.1"})
    void writesRatesWithoutExponents(String frequency, String written) throws Exception {
        assertThat(WfdbHeader.parse("r 0 " + frequency + " 1\n", "r.hea").text())
                .isEqualTo("r 0 " + written + " 1\n");
    }

    @Test
    void writesNoHeaderOfSegments() throws Exception {
        WfdbHeader header = WfdbHeader.parse("m/1 1 100\ns1 2\n", "m.hea");

        assertThatThrownBy(header::text).isInstanceOf(IllegalStateException.class);
    }
}
