package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withPrecision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisationTest {
    @Test
    void valuesBecomeDistancesFromTheMeanInDeviations() {
        float[] values = {-1, 0.5f, 2, 100};
        new Normalisation(0.5, 0.25).apply(values);
        assertThat(values).containsExactly(-6, 0, 6, 398);
    }

    @Test
    void invertingBringsThemBack() {
        Normalisation normalisation = new Normalisation(-0.37, 1.9);
        float[] values = {-3, -0.37f, 0, 1e-3f, 250};
        float[] changed = values.clone();
        normalisation.apply(changed);
        normalisation.invert(changed);
        assertThat(changed).containsExactly(values, withPrecision(1e-4f));
    }

    @Test
    void noneLeavesEveryBitAsItIs() {
        float[] values = {-0f, Float.NaN, 1e38f, Float.MIN_VALUE};
        float[] changed = values.clone();
        Normalisation.NONE.apply(changed);
        Normalisation.NONE.invert(changed);
        assertThat(changed).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "0, NaN", "0, Infinity", "NaN, 1", "Infinity, 1"})
    void whatCannotBeInvertedIsRefused(double mean, double deviation) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Normalisation(mean, deviation));
    }
}
