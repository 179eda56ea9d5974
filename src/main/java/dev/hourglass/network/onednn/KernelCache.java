package dev.hourglass.network.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The kernels of one thread, by what they compute and for which shape. The least recently used goes
 * when there are too many, so that batches of ever new sizes do not fill the memory.
 */
final class KernelCache {
    private static final int LIMIT = 256;
    private static final ThreadLocal<KernelCache> OF_THREAD =
            ThreadLocal.withInitial(KernelCache::new);

    private final Map<Object, Kernel> kernels =
            new LinkedHashMap<>(LIMIT, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, Kernel> eldest) {
                    if (size() <= LIMIT) {
                        return false;
                    }
                    eldest.getValue().close();
                    return true;
                }
            };

    /** This thread's kernel for {@code key}, made where there is none yet. */
    static Kernel get(Object key, Supplier<Kernel> maker) {
        return OF_THREAD.get().kernels.computeIfAbsent(key, missing -> maker.get());
    }
}
