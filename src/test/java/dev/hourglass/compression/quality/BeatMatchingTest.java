package dev.hourglass.compression.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.compression.quality.BeatMatching.TypeCount;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BeatMatchingTest {
    private static final double FREQUENCY = 500;
    private static final double TOLERANCE = 0.05;

    @Test
    void theSameBeatsAllMatch() {
        BeatMatching matching = match(beats(100, 500, 900), beats(100, 500, 900));

        assertThat(matching.matched()).isEqualTo(3);
        assertThat(matching.missed()).isZero();
        assertThat(matching.added()).isZero();
        assertThat(matching.meanOffset()).isZero();
        assertThat(matching.maximumOffset()).isZero();
        assertThat(matching.sensitivity()).isEqualTo(1);
        assertThat(matching.positivePredictivity()).isEqualTo(1);
    }

    @Test
    void offsetsCountEitherWayInMilliseconds() {
        BeatMatching matching = match(beats(100, 500, 900), beats(103, 494, 900));

        assertThat(matching.meanOffset()).isCloseTo(6, within(1e-12));
        assertThat(matching.maximumOffset()).isCloseTo(12, within(1e-12));
    }

    @Test
    void beatsAreTheSameUpToTheToleranceAndNoFurther() {
        assertThat(match(beats(100), beats(125)).matched()).isEqualTo(1);
        assertThat(match(beats(100), beats(75)).matched()).isEqualTo(1);

        BeatMatching matching = match(beats(100), beats(126));

        assertThat(matching.matched()).isZero();
        assertThat(matching.missed()).isEqualTo(1);
        assertThat(matching.added()).isEqualTo(1);
        assertThat(matching.meanOffset()).isNaN();
    }

    @Test
    void aBeatFoundTwiceMatchesTheNearerOne() {
        BeatMatching matching = match(beats(100), beats(90, 105));

        assertThat(matching.matched()).isEqualTo(1);
        assertThat(matching.added()).isEqualTo(1);
        assertThat(matching.maximumOffset()).isCloseTo(10, within(1e-12));
    }

    @Test
    void theNearestPairGoesFirst() {
        // 118 is near to both, and nearer to 120.
        BeatMatching matching = match(beats(100, 120), beats(118, 140));

        assertThat(matching.matched()).isEqualTo(1);
        assertThat(matching.missed()).isEqualTo(1);
        assertThat(matching.added()).isEqualTo(1);
        assertThat(matching.maximumOffset()).isCloseTo(4, within(1e-12));
    }

    @Test
    void missedAndAddedBeatsLowerSensitivityAndPredictivity() {
        BeatMatching matching = match(beats(100, 500, 900, 1300), beats(100, 700, 900));

        assertThat(matching.sensitivity()).isEqualTo(0.5);
        assertThat(matching.positivePredictivity()).isEqualTo(2 / 3.0);
    }

    @Test
    void nothingMatchesNothing() {
        BeatMatching matching = match(beats(), beats());

        assertThat(matching.matched()).isZero();
        assertThat(matching.sensitivity()).isNaN();
        assertThat(matching.positivePredictivity()).isNaN();
        assertThat(match(beats(), beats(100)).positivePredictivity()).isZero();
    }

    @Test
    void beatsAreCountedByTheNearestAnnotation() {
        BeatMatching matching = match(beats(100, 500, 900, 1300), beats(100, 900, 1300));
        TreeMap<Long, String> annotations =
                new TreeMap<>(Map.of(90L, "N", 111L, "A", 502L, "V", 975L, "N", 1376L, "N"));

        // 1376 is a sample further than 150 ms from the beat at 1300.
        assertThat(matching.byType(annotations))
                .containsExactly(
                        entry(BeatMatching.NOT_ANNOTATED, new TypeCount(1, 1)),
                        entry("N", new TypeCount(2, 2)),
                        entry("V", new TypeCount(0, 1)));
    }

    @Test
    void withoutAnnotationsNoBeatHasAType() {
        assertThat(match(beats(100), beats(100)).byType(new TreeMap<>()))
                .containsExactly(entry(BeatMatching.NOT_ANNOTATED, new TypeCount(1, 1)));
    }

    @Test
    void beatsMustAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> match(beats(100, 100), beats()))
                .withMessage("A beat at sample 100 follows one at 100");
        assertThatIllegalArgumentException().isThrownBy(() -> match(beats(), beats(200, 100)));
    }

    private static BeatMatching match(long[] beats, long[] others) {
        return BeatMatching.of(beats, others, FREQUENCY, TOLERANCE);
    }

    private static long[] beats(long... samples) {
        return samples;
    }
}
