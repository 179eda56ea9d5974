package dev.hourglass.network;

import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.layer.Engines;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads the libraries of ND4J and oneDNN while nothing else loads any: on the driver before Spark
 * starts, on executors, as a plugin of Spark, before their first task. JavaCPP closes a library
 * while it walks through all of them, which glibc locks in the other order than whoever opens one
 * meanwhile, a codec of shuffled blocks for one: then both wait for ever.
 */
public final class NativeLibraries implements SparkPlugin {
    /** Spark's setting that names its plugins. */
    public static final String SETTING = "spark.plugins";

    /** Loads those that these settings need, and waits for it. */
    public static void load(EngineSettings settings) {
        // In a thread of its own: oneDNN settles how many native threads work for the one that
        // calls it first, and Spark's settings, which tell, may not be there yet.
        CompletableFuture.runAsync(() -> loadHere(settings), task -> new Thread(task).start())
                .join();
    }

    private static void loadHere(EngineSettings settings) {
        try {
            Nd4j.create(1).close();
            Engines.get(settings, DataType.FLOAT);
        } catch (RuntimeException | LinkageError e) {
            // Whoever computes fails as well, and is asked why.
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extra) {
                load(EngineSettings.current());
            }
        };
    }
}
