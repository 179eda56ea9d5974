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

    /** What loads ND4J, if anything does or did; nobody else may touch it meanwhile. */
    private static Thread loading;

    private NativeThreads() {}

    /** Begins to load ND4J, which takes seconds, in a thread of its own. */
    public static synchronized void load() {
        if (loading == null) {
            // It inherits the class loader that knows the backend.
            loading = new Thread(() -> Nd4j.create(1).close(), "nd4j");
            loading.setDaemon(true);
            // Whoever computes fails as well, and is asked why.
            loading.setUncaughtExceptionHandler((thread, failure) -> {});
            loading.start();
        }
    }

    /** To be called first by every task, and by the driver, that computes with ND4J. */
    public static void limit() {
        LIMITED.get();
    }

    private static boolean set() {
        int threads = EngineSettings.current().threads();
        awaitLoading();
        // The backend must be loaded before its threads can be set.
        Nd4j.create(1).close();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
        return true;
    }

    private static synchronized void awaitLoading() {
        if (loading != null) {
            try {
                loading.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
