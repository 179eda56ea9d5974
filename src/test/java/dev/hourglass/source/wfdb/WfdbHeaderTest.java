package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfdbHeaderTest {
    private static final String RECORD_100 =
            """
            # written by hand
            100 2 360 650000 0:0:0 0/0/0

            100.dat 212 200 11 1024 995 -22131 0 MLII
            100.dat 212 200 11 1024 1011 20052 0 V5
            # 69 M 1085 1629 x1
            """;

    @Test
    void readsARecordWithTwoSignalsInOneFile() throws Exception {
        WfdbHeader header = WfdbHeader.parse(RECORD_100, "100.hea");

        assertThat(header.name()).isEqualTo("100");
        assertThat(header.frequency()).isEqualTo(360);
        assertThat(header.samples()).isEqualTo(OptionalLong.of(650000));
        assertThat(header.isMultiSegment()).isFalse();
        assertThat(header.signals())
                .containsExactly(
                        new SignalSpec(
                                0,
                                "100.dat",
                                212,
                                1,
                                0,
                                0,
                                "200",
                                new Calibration(200, 1024, "mV"),
                                11,
                                1024,
                                OptionalInt.of(995),
                                OptionalInt.of(-22131),
                                "MLII"),
                        new SignalSpec(
                                1,
                                "100.dat",
                                212,
                                1,
                                0,
                                0,
                                "200",
                                new Calibration(200, 1024, "mV"),
                                11,
                                1024,
                                OptionalInt.of(1011),
                                OptionalInt.of(20052),
                                "V5"));
        assertThat(header.signal("V5")).map(SignalSpec::index).contains(1);
        assertThat(header.signal("V1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lineEndsMakeNoDifference(String lineEnd) throws Exception {
        assertThat(WfdbHeader.parse(RECORD_100.replace("\n", lineEnd), "100.hea"))
                .isEqualTo(WfdbHeader.parse(RECORD_100, "100.hea"));
    }

    @Test
    void fillsWhatIsMissingWithTheStandardDefaults() throws Exception {
        WfdbHeader header = WfdbHeader.parse("8l 2\ndata0 8\ndata1 16\n", "8l.hea");

        assertThat(header.frequency()).isEqualTo(250);
        assertThat(header.samples()).isEmpty();
        assertThat(header.signals())
                .containsExactly(
                        new SignalSpec(
                                0,
                                "data0",
                                8,
                                1,
                                0,
                                0,
                                "0",
                                new Calibration(200, 0, "mV"),
                                10,
                                0,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                "signal 0"),
                        new SignalSpec(
                                1,
                                "data1",
                                16,
                                1,
                                0,
                                0,
                                "0",
                                new Calibration(200, 0, "mV"),
                                12,
                                0,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                "signal 1"));
    }

    @Test
    void readsTheModifiersOfFormatAndGain() throws Exception {
        SignalSpec signal =
                signal("s.dat 16x4:7+512 0.25(-32768)/mmHg 16 5 -3 65530 0 arterial pressure");

        assertThat(signal.samplesPerFrame()).isEqualTo(4);
        assertThat(signal.skew()).isEqualTo(7);
        assertThat(signal.byteOffset()).isEqualTo(512);
        assertThat(signal.calibration()).isEqualTo(new Calibration(0.25, -32768, "mmHg"));
        assertThat(signal.adcResolution()).isEqualTo(16);
        assertThat(signal.adcZero()).isEqualTo(5);
        assertThat(signal.initialValue()).hasValue(-3);
        assertThat(signal.checksum()).hasValue(65530);
        assertThat(signal.description()).isEqualTo("arterial pressure");
    }

    @ParameterizedTest
    @CsvSource({
        "200,          200,  1024, mV",
        "0,            200,  1024, mV",
        "1000(-5),    1000,    -5, mV",
        "1e3/uV,      1000,  1024, uV",
        "-2.5(0)/V,   -2.5,     0, V"
    })
    void readsEveryShapeOfTheGain(String field, double gain, int baseline, String unit)
            throws Exception {
        assertThat(signal("s.dat 16 " + field + " 11 1024").calibration())
                .isEqualTo(new Calibration(gain, baseline, unit));
    }

    @ParameterizedTest
    @CsvSource({"360.", "3.6e2", "360/1000", "360.0/25.4(-17)"})
    void readsEveryShapeOfTheSamplingRate(String field) throws Exception {
        assertThat(WfdbHeader.parse("r 0 " + field + " 10\n", "r.hea").frequency()).isEqualTo(360);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r 0 360/25.4(-17) 10 13:5:0.250 25/4/1989 | 25.4(-17) | 13:5:0.250 | 25/4/1989",
                "r 0 360/ 10 0:0:0                         |           | 0:0:0      |",
                "r 0 360 10                                |           |            |"
            })
    void keepsCounterTimeAndDateAsTheyAreSpelt(
            String line, String counter, String time, String date) throws Exception {
        WfdbHeader header = WfdbHeader.parse(line + "\n", "r.hea");

        assertThat(header.counter()).isEqualTo(Optional.ofNullable(counter));
        assertThat(header.baseTime()).isEqualTo(Optional.ofNullable(time));
        assertThat(header.baseDate()).isEqualTo(Optional.ofNullable(date));
    }

    @Test
    void keepsTheGainAsItIsSpeltWhateverItMeans() throws Exception {
        assertThat(signal("s.dat 16 2.50e2(-7)/uV 11 1024").adcGain()).isEqualTo("2.50e2(-7)/uV");
        assertThat(signal("s.dat 16 0 11 1024").adcGain()).isEqualTo("0");
        assertThat(signal("s.dat 16").adcGain()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void keepsCommentsVerbatimWhereverTheyStand(String lineEnd) throws Exception {
        String text = "# first \n\nr 1 360\n  #\u00e4 : b\nr.dat 16\nextra 16\n#\n# <age>: 69\t x";

        assertThat(WfdbHeader.parse(text.replace("\n", lineEnd), "r.hea").comments())
                .containsExactly("# first ", "  #\u00e4 : b", "#", "# <age>: 69\t x");
    }

    @Test
    void readsATextThatIsNotUtf8AsLatin1(@TempDir Path directory) throws Exception {
        RecordFolder folder = new RecordFolder(directory);
        folder.text("utf8.hea", "utf8 0\n# \u00b5\n");
        folder.bytes("latin1.hea", 'r', ' ', '0', '\n', '#', ' ', 0xB5, '\n');

        assertThat(folder.open("utf8").header().comments()).containsExactly("# \u00b5");
        assertThat(folder.open("latin1").header().comments()).containsExactly("# \u00b5");
    }

    @Test
    void readsTheSegmentsOfAMultiSegmentRecord() throws Exception {
        WfdbHeader header =
                WfdbHeader.parse("multi/3 2 360 45000\ns1 21600\n~ 1800\ns1 21600\n", "multi.hea");

        assertThat(header.isMultiSegment()).isTrue();
        assertThat(header.segments())
                .containsExactly(
                        new WfdbHeader.Segment("s1", 21600),
                        new WfdbHeader.Segment("~", 1800),
                        new WfdbHeader.Segment("s1", 21600));
        assertThat(header.segments().get(1).isGap()).isTrue();
    }

    @Test
    void ignoresLinesBeyondTheSignalsPromised() throws Exception {
        assertThat(WfdbHeader.parse("r 1\na.dat 16\nb.dat 999 not read\n", "r.hea").signals())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../100.dat",
                "/etc/passwd",
                "sub/100.dat",
                "..\\100.dat",
                "..",
                ".",
                "-",
                "file:100.dat"
            })
    void refusesFilesOutsideTheHeadersFolder(String file) {
        assertThat(failure("r 1 360\n" + file + " 16\n"))
                .hasMessage("The signal file " + file + " is not a file in the header's folder")
                .extracting(MalformedRecordException::position)
                .isEqualTo("line 2");
        assertThat(failure("r/1 1 360\n" + file + " 16\n")).hasMessageContaining(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                           | line 0 | The header ends before the record line",
                "# 100 2\\n                   | line 1 | The header ends before the record line",
                "100\\n                       | line 1 | The line ends after 1 field(s)",
                "100 two\\n                   | line 1 | The number of signals two",
                "100 -1\\n                    | line 1 | The number of signals -1",
                "100/0 1\\n                   | line 1 | The number of segments 0",
                "100 1 0\\n                   | line 1 | The sampling rate 0 is not above zero",
                "100 1 1e999\\n               | line 1 | The sampling rate 1e999",
                "100 1 fast\\n                | line 1 | The sampling rate fast",
                "100 1 360 -5\\n              | line 1 | The number of samples -5",
                "100 1 360 9999999999999999999999\\n | line 1 | The number of samples 99999",
                "100 2000000000\\na.dat 16\\n | line 2 | ends before the line of signal 1",
                "100 1\\na.dat\\n             | line 2 | The line ends after 1 field(s)",
                "100 1\\na.dat sixteen\\n     | line 2 | The format sixteen",
                "100 1\\na.dat 16x0\\n        | line 2 | The samples per frame 0",
                "100 1\\na.dat 16 many\\n     | line 2 | The gain many",
                "100 1\\na.dat 16 200 12 0 x\\n | line 2 | The initial value x",
                "100 2\\na 16\\na 212\\n      | line 3 | share a but differ in format or byte offset",
                "100 2\\na 16\\na 16+4\\n     | line 3 | share a but differ in format or byte offset",
                "100 3\\na 16\\nb 16\\na 16\\n | line 4 | in a are not listed one after another",
                "100/2 1 360\\na 5\\n         | line 2 | ends before the line of segment 1",
                "100/2 1 360 10\\na 5\\nb 6\\n | line 3 | The segments hold 11 samples together",
                "100/1 1 360\\na\\n           | line 2 | The line ends after 1 field(s)"
            })
    void saysWhatIsWrongAndInWhichLine(String text, String position, String reason) {
        MalformedRecordException failure = failure(text.replace("\\n", "\n"));

        assertThat(failure).hasMessageContaining(reason);
        assertThat(failure.path()).isEqualTo("r.hea");
        assertThat(failure.position()).isEqualTo(position);
    }

    @Test
    void keepsMessagesShortHoweverLongAFieldIs() {
        assertThat(failure("r " + "x".repeat(100_000)).reason()).hasSizeLessThan(400);
    }

    /** Were each of its digits tried as the last one, it would take hours. */
    @Test
    @Timeout(60)
    void aNumberOfAMillionDigitsIsNotTriedInAMillionWays() {
        String digits = "1".repeat(1_000_000) + "x";
        assertThat(failure("r 1 " + digits).reason()).contains("sampling rate");
        assertThat(failure("r 1 360 9\nr.dat 16 " + digits).reason()).contains("gain");
    }

    private static SignalSpec signal(String line) throws MalformedRecordException {
        return WfdbHeader.parse("r 1 360 1000\n" + line + "\n", "r.hea").signals().get(0);
    }

    private static MalformedRecordException failure(String text) {
        return catchThrowableOfType(
                MalformedRecordException.class, () -> WfdbHeader.parse(text, "r.hea"));
    }
}
