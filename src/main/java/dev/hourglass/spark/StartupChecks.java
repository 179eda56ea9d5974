package dev.hourglass.spark;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Finds Spark settings with which training would be wrong, slow or killed, before any work. Every
 * failure is a {@link HourglassException} with CONFIGURATION that names keys, values and mend.
 */
final class StartupChecks {
    private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";
    private static final String ENGINE_THREADS = "spark.hourglass.engine.threads";
    private static final String TASK_CPUS = "spark.task.cpus";
    private static final String MEMORY = "spark.executor.memory";
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    /** What the JVM takes outside its heap beside ND4J's arrays: code, threads, network buffers. */
    private static final long JVM_BYTES = 1L << 30;

    private static final long LEAST_OVERHEAD_MIB = 384;
    private static final double USUAL_OVERHEAD_FACTOR = 0.1;

    private StartupChecks() {}

    static void check(SparkConf configuration) {
        checkScheduling(configuration);
        checkSerializer(configuration);
        checkThreads(configuration);
        if (!isLocal(configuration)) {
            checkMemory(configuration);
        }
    }

    static boolean isLocal(SparkConf configuration) {
        return configuration.get("spark.master").startsWith("local");
    }

    private static void checkScheduling(SparkConf configuration) {
        require(
                !configuration.getBoolean("spark.speculation", false),
                "Speculative execution would train minibatches twice",
                "spark.speculation = true",
                "set spark.speculation=false");
        require(
                !configuration.getBoolean("spark.dynamicAllocation.enabled", false),
                "Executors that come and go would lose the cached shards between averaging rounds",
                "spark.dynamicAllocation.enabled = true",
                "set spark.dynamicAllocation.enabled=false and choose the number of executors");
    }

    private static void checkSerializer(SparkConf configuration) {
        String serializer = configuration.get("spark.serializer", JAVA_SERIALIZER);
        require(
                serializer.equals(JAVA_SERIALIZER),
                "Only Java's serializer can carry Java's records and ND4J's arrays",
                "spark.serializer = " + serializer,
                "leave spark.serializer out, or set it to " + JAVA_SERIALIZER);
    }

    /** Tasks with more threads than Spark counts cores for them would wait for each other. */
    private static void checkThreads(SparkConf configuration) {
        int cpus = configuration.getInt(TASK_CPUS, 1);
        int threads = configuration.getInt(ENGINE_THREADS, cpus);
        require(
                threads <= cpus,
                "Tasks would compute with more threads than Spark gives them cores",
                "engine.threads = " + threads + ", " + TASK_CPUS + " = " + cpus,
                "leave engine.threads out, which makes it " + TASK_CPUS + ", or raise both");
    }

    /** A container that outgrows heap and overhead is killed, without a message. */
    private static void checkMemory(SparkConf configuration) {
        long heap = mebibytes(configuration, MEMORY, 1024) << 20;
        long overhead =
                mebibytes(configuration, OVERHEAD, usualOverhead(configuration, heap)) << 20;
        long arrays = option(configuration, "maxbytes").orElse(heap);
        String sizes = MEMORY + " = " + text(heap) + ", " + OVERHEAD + " = " + text(overhead);
        require(
                arrays > 0,
                "Nothing limits the memory of ND4J's arrays on the executors",
                named("maxbytes", arrays),
                "give a size above 0");
        require(
                arrays + JVM_BYTES <= overhead,
                "The memory outside the heap is too small for ND4J's arrays and the JVM",
                named("maxbytes", arrays) + ", " + sizes,
                "set "
                        + OVERHEAD
                        + " to at least "
                        + text(arrays + JVM_BYTES)
                        + ", or maxbytes to less");
        long process = option(configuration, "maxphysicalbytes").orElse(arrays + heap);
        require(
                process <= heap + overhead,
                "An executor may grow larger than its container, which would be killed",
                named("maxphysicalbytes", process) + ", " + sizes,
                "set maxphysicalbytes to at most " + text(heap + overhead));
    }

    private static long usualOverhead(SparkConf configuration, long heap) {
        double factor =
                configuration.getDouble(
                        "spark.executor.memoryOverheadFactor", USUAL_OVERHEAD_FACTOR);
        return Math.max(LEAST_OVERHEAD_MIB, (long) (factor * (heap >> 20)));
    }

    /** A size without a unit is in MiB, as in all of Spark's settings of memory. */
    private static long mebibytes(SparkConf configuration, String key, long usual) {
        String value = configuration.get(key, usual + "m");
        try {
            return JavaUtils.byteStringAsMb(value);
        } catch (NumberFormatException e) {
            throw notASize(key + " = " + value, e);
        }
    }

    /** The value of {@code -Dorg.bytedeco.javacpp.NAME}; the last one counts, as in the JVM. */
    private static Optional<Long> option(SparkConf configuration, String name) {
        String options =
                configuration.get("spark.executor.defaultJavaOptions", "")
                        + " "
                        + configuration.get(OPTIONS, "");
        Optional<String> value =
                Pattern.compile("-Dorg\\.bytedeco\\.javacpp\\." + name + "=([^\\s\"']+)")
                        .matcher(options)
                        .results()
                        .reduce((first, second) -> second)
                        .map((MatchResult match) -> match.group(1));
        try {
            return value.map(JavaUtils::byteStringAsBytes);
        } catch (NumberFormatException e) {
            throw notASize(
                    "-Dorg.bytedeco.javacpp." + name + "=" + value.get() + " in " + OPTIONS, e);
        }
    }

    private static HourglassException notASize(String where, NumberFormatException cause) {
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "A size of memory cannot be read",
                where,
                "give a whole number and a unit: 512m, 4g",
                cause);
    }

    private static String named(String name, long bytes) {
        return "-Dorg.bytedeco.javacpp." + name + "=" + text(bytes) + " in " + OPTIONS;
    }

    private static String text(long bytes) {
        return (bytes >> 20) + "m";
    }

    private static void require(boolean holds, String what, String where, String mend) {
        if (!holds) {
            throw new HourglassException(ErrorCode.CONFIGURATION, what, where, mend);
        }
    }
}
