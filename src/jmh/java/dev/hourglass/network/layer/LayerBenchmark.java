package dev.hourglass.network.layer;

import dev.hourglass.network.engine.ConvolutionShape;
import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.engine.Nonlinearity;
import dev.hourglass.network.engine.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds that single layers take for a batch of 256, on one core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {
    private static final int BATCH = 256;

    /** Layers of the networks that {@code jobs/bench engine} measures. */
    public enum Subject {
        CONVOLUTION_1_32(new Convolution(outer(), Nonlinearity.RELU)),
        CONVOLUTION_32_64(new Convolution(middle(), Nonlinearity.RELU)),
        CONVOLUTION_64_128(new Convolution(inner(), Nonlinearity.RELU)),
        TRANSPOSED_128_64(new TransposedConvolution(inner(), Nonlinearity.RELU)),
        TRANSPOSED_64_32(new TransposedConvolution(middle(), Nonlinearity.RELU)),
        TRANSPOSED_32_1(new TransposedConvolution(outer(), Nonlinearity.IDENTITY)),
        DENSE_784_1000(new Dense(784, 1000, Nonlinearity.SIGMOID)),
        DENSE_1000_500(new Dense(1000, 500, Nonlinearity.SIGMOID));

        private final Operation operation;

        Subject(Operation operation) {
            this.operation = operation;
        }

        /** Of whose input, the data, nobody asks for the gradient. */
        private boolean isFirst() {
            return this == CONVOLUTION_1_32 || this == DENSE_784_1000;
        }

        private static ConvolutionShape outer() {
            return ConvolutionShape.same(new MapShape(28, 28, 1), 32, Window.square(5, 2));
        }

        private static ConvolutionShape middle() {
            return ConvolutionShape.same(outer().output(), 64, Window.square(5, 2));
        }

        private static ConvolutionShape inner() {
            return ConvolutionShape.valid(middle().output(), 128, Window.square(3, 2));
        }
    }

    @Param private Subject subject;
    @Param private Precision precision;

    private Operation operation;
    private Engine engine;
    private final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private INDArray x;
    private INDArray y;
    private INDArray upstream;
    private INDArray dy;
    private INDArray dx;

    @Setup
    public void prepare() {
        NativeThreads.limit();
        engine =
                Engines.get(
                        new EngineSettings(EngineSettings.Name.ONEDNN, 1, precision),
                        DataType.FLOAT);
        operation = subject.operation;
        for (Parameter parameter : operation.parameters()) {
            parameters.put(parameter.name(), Nd4j.rand(DataType.FLOAT, parameter.dimensions()));
            gradients.put(parameter.name(), Nd4j.rand(DataType.FLOAT, parameter.dimensions()));
        }
        x = Nd4j.rand(DataType.FLOAT, BATCH, operation.inputs());
        y = Nd4j.rand(DataType.FLOAT, BATCH, operation.outputs());
        upstream = Nd4j.rand(DataType.FLOAT, BATCH, operation.outputs());
        dy = upstream.dup();
        dx = subject.isFirst() ? null : Nd4j.rand(DataType.FLOAT, BATCH, operation.inputs());
    }

    /** A backward pass multiplies what it is given by the activation's derivative, in place. */
    @Setup(Level.Invocation)
    public void restoreUpstream() {
        dy.assign(upstream);
    }

    @Benchmark
    public void forward() {
        operation.forward(engine, parameters, x, y, true);
    }

    /** All gradients that training computes. */
    @Benchmark
    public void backward() {
        operation.backward(engine, parameters, x, y, dy, gradients, dx);
    }
}
