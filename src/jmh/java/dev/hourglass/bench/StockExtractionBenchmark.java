package dev.hourglass.bench;

import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.source.TensorSpec;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import scala.Tuple2;

/**
 * Seconds that DL4J-Spark's {@code feedForwardWithKey} takes to encode, with the layers of DL4J's
 * own, the digits that {@code jobs/bench embed} has drawn, in a heap of the same size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgsAppend = {"-Xmx1g", "-Dorg.bytedeco.javacpp.maxbytes=1g"})
public class StockExtractionBenchmark {
    private static final int BATCH = 256;

    @Param("100000")
    private int rows;

    private SparkSession session;

    @Setup
    public void startSpark() {
        session =
                SparkSession.builder()
                        .config(new SparkConf().setMaster("local[*]").setAppName("stock"))
                        .config("spark.ui.enabled", "false")
                        .getOrCreate();
    }

    /** Codes of all rows, which are counted. */
    @Benchmark
    public long extract() {
        NativeThreads.limit();
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        TensorSpec tensor = TensorSpec.image(28, 28, 1);
        JavaPairRDD<String, INDArray> samples =
                session.read()
                        .parquet("target/bench/extraction/store/datasets/embed-" + rows + "/train")
                        .select("id", "tensor")
                        .javaRDD()
                        .mapToPair(
                                row -> {
                                    float[] values = new float[tensor.elements()];
                                    tensor.decode(row.getAs(1), values, 0);
                                    return new Tuple2<>(
                                            row.getString(0),
                                            Nd4j.create(values, new long[] {1, 1, 28, 28}, 'c'));
                                });
        return new SparkDl4jMultiLayer(spark, StockReplica.convolutionalEncoder(), null)
                .feedForwardWithKey(samples, BATCH)
                .count();
    }

    @TearDown
    public void stopSpark() {
        session.stop();
    }
}
