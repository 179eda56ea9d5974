package dev.hourglass.network.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The threads that oneDNN's library starts, which it has no call of its own for. */
final class OpenMp {
    private static final NativeLibrary LIBRARY = NativeLibrary.getInstance(library());
    private static final Function SET_NUM_THREADS = LIBRARY.getFunction("omp_set_num_threads");
    private static final Function GET_MAX_THREADS = LIBRARY.getFunction("omp_get_max_threads");

    private OpenMp() {}

    /** Sets how many threads work for this Java thread. OpenMP keeps the number for each. */
    static void setThreads(int threads) {
        SET_NUM_THREADS.invokeVoid(new Object[] {threads});
    }

    /** How many threads work for this Java thread. */
    static int threads() {
        return GET_MAX_THREADS.invokeInt(new Object[0]);
    }

    /**
     * The file of oneDNN that this process has loaded. Its dependencies are searched for the
     * function, so that it is that of its own OpenMP: there may be several in a process.
     */
    private static String library() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.contains("/libdnnl.so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("oneDNN is not loaded"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read what this process has loaded", e);
        }
    }
}
