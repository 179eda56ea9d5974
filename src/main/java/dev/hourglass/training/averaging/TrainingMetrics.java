package dev.hourglass.training.averaging;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The latest round's figures as a source of Spark's metrics, called {@code hourglass.training}, for
 * whatever sinks the driver has: Prometheus, JMX, CSV.
 */
public final class TrainingMetrics implements Source, TrainingListener, AutoCloseable {
    private final MetricRegistry registry = new MetricRegistry();
    private final TrainingListener next;
    private volatile RoundMetrics latest;

    private TrainingMetrics(TrainingListener next) {
        this.next = next;
        gauge("epoch", RoundMetrics::epoch);
        gauge("round", RoundMetrics::round);
        gauge("loss", RoundMetrics::loss);
        gauge("learningRate", RoundMetrics::learningRate);
        gauge("samplesPerSecond", metrics -> metrics.examples() / metrics.seconds());
        gauge("computeSeconds", RoundMetrics::computeSeconds);
        gauge("averagingSeconds", RoundMetrics::averagingSeconds);
        gauge("bytes", RoundMetrics::bytes);
        gauge("stragglers", RoundMetrics::stragglers);
    }

    /** Makes the figures known to Spark until this is closed, and passes all that it hears on. */
    public static TrainingMetrics register(TrainingListener next) {
        TrainingMetrics source = new TrainingMetrics(next);
        SparkEnv.get().metricsSystem().registerSource(source);
        return source;
    }

    @Override
    public String sourceName() {
        return "hourglass.training";
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        next.started(examplesInAll, examplesBefore, roundsBefore);
    }

    @Override
    public void round(RoundMetrics metrics) {
        latest = metrics;
        next.round(metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        next.epoch(metrics);
    }

    @Override
    public void notice(String line) {
        next.notice(line);
    }

    @Override
    public void close() {
        SparkEnv.get().metricsSystem().removeSource(this);
    }

    private void gauge(String name, Function<RoundMetrics, Number> figure) {
        Gauge<Number> gauge =
                () -> {
                    RoundMetrics metrics = latest;
                    return metrics == null ? 0 : figure.apply(metrics);
                };
        registry.register(name, gauge);
    }
}
