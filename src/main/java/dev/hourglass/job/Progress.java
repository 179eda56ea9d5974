package dev.hourglass.job;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * Progress for people on standard error: a bar on a terminal, a line every ten seconds elsewhere.
 */
final class Progress implements AutoCloseable {
    private static final int TERMINAL_MILLIS = 250;
    private static final int LINE_MILLIS = 10_000;

    private final boolean terminal;
    private final ProgressBar bar;

    private Progress(String task, long done, long total, ProgressText text) {
        int columns = ErrorTerminal.columns();
        terminal = columns > 0;
        // One column stays free for the cursor, which would begin a new line there.
        int width = terminal ? Math.min(columns - 1, ProgressText.WIDTH) : ProgressText.WIDTH;
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .startsFrom(done, Duration.ZERO)
                        .continuousUpdate()
                        .setUpdateIntervalMillis(terminal ? TERMINAL_MILLIS : LINE_MILLIS)
                        .setRenderer(terminal ? text::bar : new Lines(text))
                        .setConsumer(
                                new DelegatingProgressBarConsumer(
                                        terminal ? Progress::redraw : Progress::sayIfAny, width))
                        .build();
    }

    /**
     * Work whose end is known, shown with its rate and how long it will take.
     *
     * @param task what is being done
     * @param done units that were there before, which count for the share but not for the rate
     * @param total units in all
     * @param unit what is counted
     */
    static Progress towards(String task, long done, long total, String unit) {
        return new Progress(task, done, total, ProgressText.towards(unit));
    }

    /**
     * Work that turns out to be more while it is done, shown by its count alone.
     *
     * @param task what is being done
     * @param unit what is counted
     */
    static Progress counting(String task, String unit) {
        return new Progress(task, 0, 0, ProgressText.counting(unit));
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

    private static void sayIfAny(String line) {
        if (!line.isEmpty()) {
            say(line);
        }
    }

    /** The library asks for the last line twice, in moments of which the rates may differ. */
    static final class Lines implements ProgressBarRenderer {
        private final ProgressText text;
        private boolean ended;

        Lines(ProgressText text) {
            this.text = text;
        }

        @Override
        public String render(ProgressState state, int width) {
            if (ended) {
                return "";
            }
            ended = !state.isAlive();
            return text.line(state, width);
        }
    }
}
