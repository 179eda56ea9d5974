package dev.hourglass.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.network.engine.Engine;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.NativeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class EngineThreadsTest {
    private static final int THREADS = 2;
    private static final int ROUNDS = 10;

    @ParameterizedTest
    @EnumSource
    void threadsAtOnceComputeWhatOneDoes(EngineSettings.Name name)
            throws ExecutionException, InterruptedException {
        NativeThreads.limit();
        Engine engine = Engines.get(new EngineSettings(name, 1, Precision.FLOAT32), DataType.FLOAT);
        List<Pass> passes = passes();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            // The number of native threads, and with it the rounding, is a thread's own.
            float[][] expected = threads.submit(() -> runAll(engine, passes)).get();
            List<Callable<float[][]>> work = new ArrayList<>();
            for (int i = 0; i < THREADS * ROUNDS; i++) {
                work.add(() -> runAll(engine, passes));
            }
            for (Future<float[][]> done : threads.invokeAll(work)) {
                assertThat(done.get()).isDeepEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static float[][] runAll(Engine engine, List<Pass> passes) {
        return passes.stream().map(pass -> pass.run(engine).numbers()).toArray(float[][]::new);
    }

    private static List<Pass> passes() {
        Random random = new Random(9);
        RandomOperations operations = new RandomOperations(random, 20, 8);
        List<Pass> passes = new ArrayList<>();
        for (RandomOperations.Kind kind : RandomOperations.Kind.values()) {
            for (int i = 0; i < 3; i++) {
                passes.add(Pass.random(operations.next(kind), DataType.FLOAT, 8, random));
            }
        }
        return passes;
    }
}
