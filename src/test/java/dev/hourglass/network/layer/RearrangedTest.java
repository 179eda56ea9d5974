package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.Nd4jEngine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RearrangedTest {
    private final Engine engine = new Nd4jEngine();

    @Test
    void signalsGoOnAsTheirMirrorImagesDo() {
        Rearranged mirrored = Rearranged.mirrored(3, 2, 5);
        assertThat(forward(mirrored, doubles(new double[][] {{1, 2, 3}, {4, 5, 6}})))
                .isEqualTo(
                        doubles(
                                new double[][] {
                                    {3, 2, 1, 2, 3, 2, 1, 2, 3, 2}, {6, 5, 4, 5, 6, 5, 4, 5, 6, 5}
                                }));
        // Each gradient goes to the sample that was handed on.
        assertThat(
                        backward(
                                mirrored,
                                doubles(new double[][] {{1, 2, 4, 8, 16, 32, 64, 128, 256, 512}}),
                                3))
                .isEqualTo(doubles(new double[][] {{68, 682, 273}}));
    }

    @Test
    void theMiddleIsTheSignalAgain() {
        INDArray signal = doubles(new double[][] {{1, 2, 3}, {4, 5, 6}});
        INDArray longer = forward(Rearranged.mirrored(3, 2, 5), signal);
        Rearranged middle = Rearranged.middle(3, 2, 5);
        assertThat(forward(middle, longer)).isEqualTo(signal);
        assertThat(backward(middle, doubles(new double[][] {{7, 8, 9}}), 10))
                .isEqualTo(doubles(new double[][] {{0, 0, 7, 8, 9, 0, 0, 0, 0, 0}}));
    }

    private INDArray forward(Rearranged operation, INDArray x) {
        INDArray y = Nd4j.zeros(x.dataType(), x.size(0), operation.outputs());
        operation.forward(engine, Map.of(), x, y, true);
        return y;
    }

    private INDArray backward(Rearranged operation, INDArray dy, int inputs) {
        INDArray dx = Nd4j.ones(dy.dataType(), dy.size(0), inputs);
        operation.backward(engine, Map.of(), dx.dup(), dy.dup(), dy, Map.of(), dx);
        return dx;
    }

    private static INDArray doubles(double[][] values) {
        return Nd4j.createFromArray(values);
    }
}
