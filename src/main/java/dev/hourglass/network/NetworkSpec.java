package dev.hourglass.network;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that decides a network but its weights. Stored with every model; names no class.
 *
 * @param settings the {@code network} section
 * @param shape of one input, without the batch axis: [height, width, channels] or [samples, leads]
 * @param normalisation fitted on the train split
 */
public record NetworkSpec(
        NetworkSettings settings, List<Integer> shape, Normalisation normalisation)
        implements Serializable {
    public NetworkSpec {
        shape = List.copyOf(shape);
    }

    /** Elements of one input. */
    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Width of the embedding. */
    public int bottleneck() {
        return settings.bottleneck();
    }
}
