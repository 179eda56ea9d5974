package dev.hourglass.clustering.n2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.safetensors.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifoldTest {
    private static final N2dSettings SETTINGS = new N2dSettings(1000, 2, 10, 0.1);

    @Test
    void neighboursStayTogetherAndGroupsApart() {
        float[][] codes = groups(60, 1);
        Manifold manifold = Manifold.fit(codes, SETTINGS, 1, share -> {});
        for (float[] code : groups(20, 2)) {
            float[] place = manifold.place(code);
            int nearest = nearest(manifold, codes, place);
            assertThat(group(codes[nearest])).isEqualTo(group(code));
        }
    }

    @Test
    void aLayoutIsTheSameAgainAndTellsHowFarItIs() {
        List<Double> shares = new ArrayList<>();
        float[][] first = UmapLayout.of(groups(30, 1), 2, 10, 0.1, 7, shares::add);
        float[][] second = UmapLayout.of(groups(30, 1), 2, 10, 0.1, 7, share -> {});
        assertThat(second).isDeepEqualTo(first);
        float[][] other = UmapLayout.of(groups(30, 1), 2, 10, 0.1, 8, share -> {});
        assertThat(other[0]).isNotEqualTo(first[0]);
        assertThat(shares).isNotEmpty().allMatch(share -> share >= 0 && share <= 1);
    }

    @Test
    void fewRowsHaveFewNeighbours() {
        float[][] codes = {{0}, {1}, {2}};
        Manifold manifold = Manifold.fit(codes, SETTINGS, 1, share -> {});
        assertThat(manifold.neighbours()).isEqualTo(3);
        assertThat(manifold.place(new float[] {0.5f})).hasSize(2);
    }

    @Test
    void aCodeOfTheSampleLiesWhereTheSampleLies() {
        Manifold manifold = line(3, 0, 1, 2, 4);
        assertThat(manifold.place(new float[] {2})).containsExactly(20);
    }

    @Test
    void codesThatAreTheSameShareTheirPlaces() {
        Manifold manifold =
                Manifold.of(
                        Map.of(
                                "codes", new Weights(List.of(3L, 1L), new float[] {1, 1, 5}),
                                "places", new Weights(List.of(3L, 1L), new float[] {10, 20, 90})),
                        3);
        assertThat(manifold.place(new float[] {1})).containsExactly(15);
    }

    @Test
    void weightsOfOtherCodesFallSoThatTheirSumIsTheLogarithmOfTheirNumber() {
        // Distances 1, 2, 3 and 4 of 0; with e = exp(-1 / sigma): 1 + e + e^2 + e^3 = log2(4).
        double e = 0.543689012692076;
        assertThat(1 + e + e * e + e * e * e).isCloseTo(2, within(1e-12));
        double expected = (10 + 20 * e + 30 * e * e + 40 * e * e * e) / 2;
        float[] place = line(4, 1, 2, 3, 4, 9).place(new float[] {0});
        assertThat((double) place[0]).isCloseTo(expected, within(1e-5));
    }

    @Test
    void whatIsStoredPlacesAlike() {
        Manifold manifold = Manifold.fit(groups(30, 1), SETTINGS, 1, share -> {});
        Manifold read = Manifold.of(manifold.tensors(), manifold.neighbours());
        for (float[] code : groups(5, 3)) {
            assertThat(read.place(code)).isEqualTo(manifold.place(code));
        }
    }

    @Test
    void tensorsThatAreNoManifoldAreRefused() {
        Weights three = new Weights(List.of(3L, 1L), new float[3]);
        Weights two = new Weights(List.of(2L, 1L), new float[2]);
        assertThatThrownBy(() -> Manifold.of(Map.of("codes", three), 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Manifold.of(Map.of("codes", three, "places", two), 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Codes on a line, each at ten times itself. */
    private static Manifold line(int neighbours, float... codes) {
        float[] places = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            places[i] = 10 * codes[i];
        }
        List<Long> shape = List.of((long) codes.length, 1L);
        return Manifold.of(
                Map.of("codes", new Weights(shape, codes), "places", new Weights(shape, places)),
                neighbours);
    }

    private static int nearest(Manifold manifold, float[][] codes, float[] place) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < codes.length; i++) {
            float[] other = manifold.place(codes[i]);
            double distance = Math.hypot(other[0] - place[0], other[1] - place[1]);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    /** Three groups in five dimensions, around 0, 10 and 20. */
    private static float[][] groups(int each, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[3 * each][5];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 5; j++) {
                rows[i][j] = (float) (10 * (i % 3) + random.nextGaussian());
            }
        }
        return rows;
    }

    private static int group(float[] code) {
        return Math.round(code[0] / 10);
    }
}
