package dev.hourglass.network.engine;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Holds libnd4j and OpenBLAS to the threads a task was given. libnd4j ignores OMP_NUM_THREADS and
 * would otherwise start four threads a task on any machine. oneDNN is held where it is called.
 * OpenMP keeps the number for each thread that calls it.
 */
public final class NativeThreads {
    private static final ThreadLocal<Boolean> LIMITED = ThreadLocal.withInitial(NativeThreads::set);

    private NativeThreads() {}

    /** To be called first by every task, and by the driver, that computes with ND4J. */
    public static void limit() {
        LIMITED.get();
    }

    private static boolean set() {
        int threads = EngineSettings.current().threads();
        // The backend must be loaded before its threads can be set.
        Nd4j.create(1).close();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
        return true;
    }
}
