package dev.hourglass.bench;

import dev.hourglass.network.BenchmarkReplica;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Samples a second that networks of our layers train and encode, and the same networks of DL4J's
 * own layers. JMH's threads ({@code -t 2}) are replicas side by side, whose rates it adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NetworkBenchmark {
    private static final int BATCH = 256;

    /** The networks that there are of both. */
    public enum Net {
        CAE(MeasuredNetwork.CAE, StockReplica::convolutional),
        DEEP(MeasuredNetwork.DEEP, StockReplica::deep);

        private final MeasuredNetwork ours;
        private final IntFunction<StockReplica> stock;

        Net(MeasuredNetwork ours, IntFunction<StockReplica> stock) {
            this.ours = ours;
            this.stock = stock;
        }
    }

    /** Whose layers they are. */
    public enum Implementation {
        HOURGLASS,
        DL4J
    }

    @Param private Net net;
    @Param private Implementation implementation;

    private Runnable train;
    private Runnable encode;
    private Runnable close;

    @Setup
    public void prepare() {
        switch (implementation) {
            case HOURGLASS -> {
                BenchmarkReplica replica = new BenchmarkReplica(net.ours.spec(), BATCH);
                train = replica::train;
                encode = replica::encode;
                close = replica::close;
            }
            case DL4J -> {
                StockReplica replica = net.stock.apply(BATCH);
                train = replica::train;
                encode = replica::encode;
                close = replica::close;
            }
        }
    }

    @TearDown
    public void close() {
        close.run();
    }

    /** One step with Adam. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void train() {
        train.run();
    }

    /** The codes of a batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void encode() {
        encode.run();
    }
}
