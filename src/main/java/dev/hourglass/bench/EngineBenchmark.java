package dev.hourglass.bench;

import dev.hourglass.network.engine.EngineSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Samples a second that the engine trains and encodes. On several cores as many replicas of a
 * network work side by side, each with its own thread, as Spark's tasks do.
 */
public final class EngineBenchmark {
    private static final int ROUNDS = 5;

    private EngineBenchmark() {}

    /**
     * Measures every network on one core and on all of them.
     *
     * @param settings of the engine
     * @param line takes the figures of one network and number of cores
     * @param progress takes a line for people
     */
    public static void run(
            EngineSettings settings,
            Consumer<Map<String, Object>> line,
            Consumer<String> progress) {
        // Where there is no application of Spark's, the engine reads its settings from here.
        settings.asSparkSettings().forEach(System::setProperty);
        int cores = Runtime.getRuntime().availableProcessors();
        for (MeasuredNetwork network : MeasuredNetwork.values()) {
            for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
                progress.accept("bench: " + network.label() + " on " + threads + " core(s)");
                line.accept(measure(network, threads));
            }
        }
    }

    /** Samples a second that all cores encode together with an engine of default settings. */
    public static double encodedPerSecond(MeasuredNetwork network) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Replicas replicas = new Replicas(network.spec(), network.batch(), cores)) {
            replicas.warmUp();
            double[] rounds = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                rounds[i] = replicas.encodedPerSecond();
            }
            Arrays.sort(rounds);
            return rounds[ROUNDS / 2];
        }
    }

    private static Map<String, Object> measure(MeasuredNetwork network, int threads) {
        try (Replicas replicas = new Replicas(network.spec(), network.batch(), threads)) {
            Rates rates = new Rates(replicas);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("net", network.label());
            figures.put("engine", replicas.engine());
            figures.put("batch", network.batch());
            figures.put("threads", threads);
            figures.put("train_per_s", round(rates.train));
            figures.put("encode_per_s", round(rates.encode));
            figures.put("gflops", round(rates.train * replicas.trainingFlops() / 1e9));
            figures.put("limit_gflops", round(rates.limit / 1e9));
            return figures;
        }
    }

    /** Medians of rounds in which the three are measured in turn. */
    private static final class Rates {
        final double train;
        final double encode;
        final double limit;

        Rates(Replicas replicas) {
            double[][] rounds = new double[ROUNDS][];
            replicas.warmUp();
            for (int i = 0; i < ROUNDS; i++) {
                rounds[i] =
                        new double[] {
                            replicas.trainedPerSecond(),
                            replicas.encodedPerSecond(),
                            replicas.flopsOfAProduct()
                        };
            }
            train = median(rounds, round -> round[0]);
            encode = median(rounds, round -> round[1]);
            limit = median(rounds, round -> round[2]);
        }

        private static double median(double[][] rounds, ToDoubleFunction<double[]> figure) {
            return Arrays.stream(rounds)
                    .mapToDouble(figure)
                    .sorted()
                    .skip(ROUNDS / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
