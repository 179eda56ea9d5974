package dev.hourglass.job;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress for people on standard error: a bar on a terminal, a line every ten seconds elsewhere.
 */
final class Progress implements AutoCloseable {
    private static final int TERMINAL_MILLIS = 250;
    private static final int LINE_MILLIS = 10_000;
    private static final int LINE_WIDTH = 79;

    private final ProgressBar bar;

    /**
     * @param task what is being done
     * @param total units in all; -1 where not known yet
     * @param unit what is counted, with a leading space
     */
    Progress(String task, long total, String unit) {
        PrintStream err = System.err;
        boolean terminal = System.console() != null && System.getenv("TERM") != null;
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(unit, 1)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(terminal ? TERMINAL_MILLIS : LINE_MILLIS)
                        .setConsumer(
                                terminal
                                        ? new ConsoleProgressBarConsumer(err)
                                        : new DelegatingProgressBarConsumer(
                                                err::println, LINE_WIDTH))
                        .build();
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
    }
}
