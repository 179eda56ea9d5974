package dev.hourglass.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hourglass.safetensors.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final NetworkSpec SPEC = Specs.dense(List.of(3), List.of(), false, 2);

    @Test
    void aShapeHoldsItsValues() {
        assertThat(new Weights(List.of(), new float[1]).shape()).isEmpty();
        assertThat(new Weights(List.of(2L, 3L), new float[6]).shape()).containsExactly(2L, 3L);
        assertThat(new Weights(List.of(2L, 0L), new float[0]).values()).isEmpty();
    }

    @Test
    void aShapeThatHoldsAnotherNumberIsRefused() {
        long huge = Integer.MAX_VALUE;
        for (List<Long> shape :
                List.of(
                        List.of(5L),
                        List.of(2L, 2L),
                        List.of(-2L, -3L),
                        List.of(huge, huge, huge, 6L),
                        List.of(1L << 33, 1L << 31, 6L),
                        List.of(huge + 1, huge + 1, 4L, 6L))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Weights(shape, new float[6]))
                    .withMessageContaining(shape.toString());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Weights(List.of(1L << 33, 1L << 31), new float[0]));
    }

    @Test
    void weightsAreRowMajorWhateverTheNetworkKeepsThemIn() {
        Map<String, Weights> weights = new LinkedHashMap<>();
        weights.put("bottleneck.W", new Weights(List.of(3L, 2L), new float[] {1, 2, 3, 4, 5, 6}));
        weights.put("bottleneck.b", new Weights(List.of(1L, 2L), new float[] {10, 20}));
        weights.put("reconstruction.W", new Weights(List.of(2L, 3L), new float[6]));
        weights.put("reconstruction.b", new Weights(List.of(1L, 3L), new float[3]));
        NetworkSpec plain = new NetworkSpec(SPEC.settings(), SPEC.shape(), Normalisation.NONE);
        try (Autoencoder network = Autoencoder.of(plain, weights)) {
            assertThat(network.encode(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3))
                    .containsExactly(11, 22, 13, 24, 15, 26);
            assertThat(network.weights().keySet()).containsExactlyElementsOf(weights.keySet());
            network.weights()
                    .forEach(
                            (name, array) ->
                                    assertThat(array.values())
                                            .isEqualTo(weights.get(name).values()));
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        try (Autoencoder other =
                Autoencoder.initial(Specs.dense(List.of(3), List.of(2), false, 2), 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Autoencoder.of(SPEC, other.weights()));
        }
    }
}
