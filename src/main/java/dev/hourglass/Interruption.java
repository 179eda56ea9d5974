package dev.hourglass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Says in one line that a job was interrupted (Ctrl-C, SIGTERM). Spark and Hadoop stop and clean up
 * in the same moment, and the threads they leave behind fail in many ways that concern nobody.
 */
final class Interruption {
    /** Before Spark's own hook, which runs at 50, and that of Hadoop's file systems. */
    private static final int FIRST = 100;

    private static final Runnable HOOK = Interruption::announce;

    private Interruption() {}

    /** From now on a signal that ends the process is an interruption. */
    static void watch() {
        ShutdownHookManager.get().addShutdownHook(HOOK, FIRST);
    }

    /** The process is about to end as it should. */
    static void unwatch() {
        if (!happened()) {
            ShutdownHookManager.get().removeShutdownHook(HOOK);
        }
    }

    /** Whether the process is ending: what fails now fails because of that. */
    static boolean happened() {
        return ShutdownHookManager.get().isShutdownInProgress();
    }

    private static void announce() {
        boolean signalled =
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().matches("SIG[A-Z]+ handler"));
        if (!signalled) {
            return;
        }
        System.err.println(
                "\ninterrupted: nothing half-written was published; run the job again to go on");
        System.setErr(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
}
