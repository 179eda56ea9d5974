package dev.hourglass.bench;

import dev.hourglass.error.HourglassException;
import dev.hourglass.network.BenchmarkReplica;
import dev.hourglass.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** Replicas of a network that work at the same time, each in a thread of its own. */
final class Replicas implements AutoCloseable {
    private static final double SECONDS = 1;

    private final int batch;
    private final List<BenchmarkReplica> replicas = new ArrayList<>();

    /** One thread for each replica, always the same. */
    private final List<ExecutorService> threads = new ArrayList<>();

    /**
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION where the engine does not
     *     compute here what the settings ask for
     */
    Replicas(NetworkSpec spec, int batch, int count) {
        this.batch = batch;
        try {
            for (int i = 0; i < count; i++) {
                threads.add(Executors.newSingleThreadExecutor());
                replicas.add(await(threads.get(i).submit(() -> new BenchmarkReplica(spec, batch))));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    String engine() {
        return replicas.get(0).engine();
    }

    /** Floating-point operations that training takes for one sample. */
    double trainingFlops() {
        return replicas.get(0).trainingFlops();
    }

    void warmUp() {
        trainedPerSecond();
        encodedPerSecond();
        flopsOfAProduct();
    }

    double trainedPerSecond() {
        return sum(replica -> batch * perSecond(replica::train));
    }

    double encodedPerSecond() {
        return sum(replica -> batch * perSecond(replica::encode));
    }

    double flopsOfAProduct() {
        return sum(replica -> BenchmarkReplica.PRODUCT_FLOPS * perSecond(replica::multiply));
    }

    @Override
    public void close() {
        replicas.forEach(BenchmarkReplica::close);
        threads.forEach(ExecutorService::shutdown);
    }

    private double sum(ToDoubleFunction<BenchmarkReplica> rate) {
        List<Future<Double>> rates = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            BenchmarkReplica replica = replicas.get(i);
            Callable<Double> work = () -> rate.applyAsDouble(replica);
            rates.add(threads.get(i).submit(work));
        }
        return rates.stream().mapToDouble(Replicas::await).sum();
    }

    private static double perSecond(Runnable work) {
        long start = System.nanoTime();
        int count = 0;
        double seconds;
        do {
            work.run();
            count++;
            seconds = (System.nanoTime() - start) / 1e9;
        } while (seconds < SECONDS);
        return count / seconds;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HourglassException said) {
                throw said;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
