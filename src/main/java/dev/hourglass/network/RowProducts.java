package dev.hourglass.network;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.layer.Engines;
import dev.hourglass.network.layer.NativeFloats;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inner products of every row of one block with every row of another: one matrix product of the
 * engine, again and again in the same memory. Always in float32, whatever precision the engine
 * multiplies networks in. Not for several threads at once.
 */
public final class RowProducts implements AutoCloseable {
    private final Engine engine;
    private final INDArray left;
    private final INDArray right;
    private final INDArray products;

    /**
     * @param leftRows rows of the left block
     * @param rightRows rows of the right block
     * @param width elements of a row
     */
    public RowProducts(int leftRows, int rightRows, int width) {
        NativeThreads.limit();
        EngineSettings settings = EngineSettings.current();
        engine =
                Engines.get(
                        new EngineSettings(settings.name(), settings.threads(), Precision.FLOAT32),
                        DataType.FLOAT);
        left = Nd4j.create(DataType.FLOAT, leftRows, width);
        right = Nd4j.create(DataType.FLOAT, rightRows, width);
        products = Nd4j.create(DataType.FLOAT, leftRows, rightRows);
    }

    /**
     * Copies the right block, which is multiplied until the next one is given.
     *
     * @param rows row-major, rightRows · width
     */
    public void setRight(float[] rows) {
        NativeFloats.of(right).put(rows);
    }

    /**
     * Multiplies the left block with the right one.
     *
     * @param rows row-major, leftRows · width
     * @param result [leftRows, rightRows], row-major, written
     */
    public void multiply(float[] rows, float[] result) {
        NativeFloats.of(left).put(rows);
        // The gradient of a dense layer's input is the product with its transposed weights.
        engine.denseInputGradient(left, right, products);
        NativeFloats.of(products).get(result);
    }

    @Override
    public void close() {
        left.close();
        right.close();
        products.close();
    }
}
