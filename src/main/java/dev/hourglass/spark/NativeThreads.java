package dev.hourglass.spark;

import org.apache.spark.SparkEnv;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Holds libnd4j to the cores a task was given. It ignores OMP_NUM_THREADS and would otherwise start
 * four threads a task on any machine.
 */
public final class NativeThreads {
    private static boolean limited;

    private NativeThreads() {}

    /**
     * To be called first by every task, and by the driver, that computes with ND4J; works once a
     * JVM.
     */
    public static synchronized void limit() {
        if (limited) {
            return;
        }
        // The backend must be loaded before its threads can be set.
        Nd4j.create(1).close();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(taskCpus());
        limited = true;
    }

    private static int taskCpus() {
        SparkEnv environment = SparkEnv.get();
        return environment == null ? 1 : environment.conf().getInt("spark.task.cpus", 1);
    }
}
