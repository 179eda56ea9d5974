package dev.hourglass.network.layer;

import dev.hourglass.network.engine.Engine;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer computes. A batch is [batch, elements]; maps lie in it as {@link
 * dev.hourglass.network.engine.MapShape} orders them.
 */
public interface Operation extends Serializable {
    /** Elements of a row that goes in. */
    int inputs();

    /** Elements of a row that comes out. */
    int outputs();

    /** Multiplications of weights for one row; a backward pass takes as many for each gradient. */
    default long multiplications() {
        return 0;
    }

    /** The layer's parameters, in the order in which they are stored. */
    List<Parameter> parameters();

    /**
     * Changes what the parameters begin with, where that is more than random weights.
     *
     * @param parameters as their kinds begin
     */
    default void begin(Map<String, INDArray> parameters) {}

    /**
     * Writes the output {@code y} of {@code x}.
     *
     * @param training whether the output is that of a step of training, which may differ
     */
    void forward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            boolean training);

    /**
     * Writes the gradients of the parameters and of the input.
     *
     * @param y what {@link #forward} made of {@code x} in training
     * @param dy the gradient of {@code y}; overwritten
     * @param gradients arrays for the parameters' gradients
     * @param dx array for the input's gradient; null where nobody asks for it
     */
    void backward(
            Engine engine,
            Map<String, INDArray> parameters,
            INDArray x,
            INDArray y,
            INDArray dy,
            Map<String, INDArray> gradients,
            INDArray dx);
}
