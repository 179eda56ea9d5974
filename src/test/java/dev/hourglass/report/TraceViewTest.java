package dev.hourglass.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.source.DType;
import dev.hourglass.source.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TraceViewTest {
    @Test
    void axesAreInSecondsAndPhysicalUnits() {
        assertThat(pair(spec(4, 1, 360), 0, 1, 2, 3)).contains("time (s)", ">mV<", "residual (mV)");
    }

    @Test
    void samplesWithoutAClockAreCounted() {
        assertThat(pair(spec(4, 1, 0), 0, 1, 2, 3)).contains("position").doesNotContain("(s)");
    }

    @Test
    void everyLeadHasItsTraceAndItsResidual() {
        assertThat(count("<svg", pair(spec(2, 3, 360), 0, 1, 2, 3, 4, 5))).isEqualTo(6);
    }

    @Test
    void valuesThatAreNotNumbersLeaveAGap() {
        String markup = small(0, 1, Float.NaN, 1, 0);
        String path = markup.substring(markup.indexOf("d=\""));
        assertThat(count("M", path)).isEqualTo(2);
        assertThat(markup).doesNotContain("NaN");
    }

    @Test
    void aLongTraceKeepsItsPeaksAndLittleElse() {
        float[] values = new float[1_000_000];
        values[123_456] = 5;
        values[654_321] = -5;
        String markup = small(values);
        assertThat(markup).hasSizeLessThan(5_000);
        assertThat(markup).contains(" 3.0L").contains(" 45.0L");
    }

    private static String small(float... values) {
        return new TraceView(spec(values.length, 1, 360)).small(sample(values)).markup();
    }

    private static String pair(TensorSpec tensor, float... values) {
        Reconstruction reconstruction =
                new Reconstruction(sample(values), new float[values.length], 0);
        return new TraceView(tensor).pair(reconstruction).markup();
    }

    private static Sample sample(float... values) {
        return new Sample("a", Optional.empty(), values);
    }

    private static TensorSpec spec(int samples, int leads, double frequency) {
        return new TensorSpec(
                DType.INT16, List.of(samples, leads), "WC", 0.005, 0, "mV", frequency);
    }

    private static long count(String part, String text) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
    }
}
