package dev.hourglass.job;

import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Progress for people on standard error: a bar on a terminal, a line every ten seconds elsewhere.
 */
final class Progress implements AutoCloseable {
    private static final int TERMINAL_MILLIS = 250;
    private static final int LINE_MILLIS = 10_000;

    private final boolean terminal;
    private final ProgressBar bar;

    private Progress(String task, long total, ProgressText text) {
        int columns = ErrorTerminal.columns();
        terminal = columns > 0;
        // One column stays free for the cursor, which would begin a new line there.
        int width = terminal ? Math.min(columns - 1, ProgressText.WIDTH) : ProgressText.WIDTH;
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .continuousUpdate()
                        .setUpdateIntervalMillis(terminal ? TERMINAL_MILLIS : LINE_MILLIS)
                        .setRenderer(terminal ? text::bar : text::line)
                        .setConsumer(
                                new DelegatingProgressBarConsumer(
                                        terminal ? Progress::redraw : new Lines(), width))
                        .build();
    }

    /**
     * Work whose end is known, shown with its rate and how long it will take.
     *
     * @param task what is being done
     * @param total units in all
     * @param unit what is counted
     */
    static Progress towards(String task, long total, String unit) {
        return new Progress(task, total, ProgressText.towards(unit));
    }

    /**
     * Work that turns out to be more while it is done, shown by its count alone.
     *
     * @param task what is being done
     * @param unit what is counted
     */
    static Progress counting(String task, String unit) {
        return new Progress(task, 0, ProgressText.counting(unit));
    }

    void total(long total) {
        bar.maxHint(total);
    }

    void advance(long by) {
        bar.stepBy(by);
    }

    void note(String text) {
        bar.setExtraMessage(text);
    }

    /** A line of its own about something that is over in a moment. */
    static void say(String text) {
        System.err.println(text);
    }

    @Override
    public void close() {
        bar.close();
        if (terminal) {
            System.err.println();
        }
    }

    private static void redraw(String text) {
        System.err.print("\r" + text);
        System.err.flush();
    }

    /** The library says the first line before anything was done, and the last line twice. */
    private static final class Lines implements Consumer<String> {
        private String last = "";

        @Override
        public void accept(String line) {
            if (!line.isEmpty() && !line.equals(last)) {
                System.err.println(line);
                last = line;
            }
        }
    }
}
