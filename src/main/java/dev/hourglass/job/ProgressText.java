package dev.hourglass.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressState;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;

/** How far a step is, in one line that no terminal of 80 columns wraps. */
final class ProgressText {
    /** Columns of the longest line; one less than the terminal has, where the cursor goes. */
    static final int WIDTH = 79;

    private static final int SHORTEST_BAR = 5;

    private final String unit;
    private final boolean endKnown;

    private ProgressText(String unit, boolean endKnown) {
        this.unit = unit;
        this.endKnown = endKnown;
    }

    /** For work whose total is known from the start: share done, rate, time left. */
    static ProgressText towards(String unit) {
        return new ProgressText(unit, true);
    }

    /** For work whose total grows: the count and the time taken. */
    static ProgressText counting(String unit) {
        return new ProgressText(unit, false);
    }

    /** The line for a log: nothing until something was done. */
    String line(ProgressState state, int width) {
        if (state.getCurrent() == 0 && state.getElapsedAfterStart().toSeconds() < 1) {
            return "";
        }
        return StringUtils.truncate(state.getTaskName() + ": " + details(state), width);
    }

    /** The line for a terminal, blank to its end so that it covers the one before. */
    String bar(ProgressState state, int terminalWidth) {
        int width = Math.min(terminalWidth, WIDTH);
        String details = details(state);
        int length = width - state.getTaskName().length() - details.length() - "  [] ".length();
        String bar = length < SHORTEST_BAR ? " " : "  [" + filled(state, length) + "] ";
        return StringUtils.rightPad(
                StringUtils.truncate(state.getTaskName() + bar + details, width), width);
    }

    private static String filled(ProgressState state, int length) {
        int done = (int) Math.round(share(state) * length);
        return StringUtils.rightPad("=".repeat(done), length);
    }

    private static double share(ProgressState state) {
        return state.getMax() <= 0 ? 0 : Math.min(1, (double) state.getCurrent() / state.getMax());
    }

    private String details(ProgressState state) {
        double seconds = Math.max(1e-3, state.getElapsedAfterStart().toMillis() / 1e3);
        long done = state.getCurrent() - state.getStart();
        List<String> parts = new ArrayList<>();
        if (state.getMax() <= 0 || endKnown && done == 0) {
            parts.add("starting");
        } else if (endKnown) {
            parts.add(String.format(Locale.ROOT, "%3d %%", (int) (100 * share(state))));
            parts.add(rate(done / seconds));
        } else {
            parts.add(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d %s",
                            state.getCurrent(),
                            state.getMax(),
                            unit));
        }
        if (!StringUtils.isEmpty(state.getExtraMessage())) {
            parts.add(state.getExtraMessage());
        }
        parts.add(time(state, done, seconds));
        return String.join(", ", parts);
    }

    private String rate(double perSecond) {
        return String.format(
                Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s", perSecond, unit);
    }

    /** Time left where it can be told, else time taken. */
    private String time(ProgressState state, long done, double seconds) {
        long left = state.getMax() - state.getCurrent();
        return endKnown && left > 0 && done > 0
                ? clock(seconds * left / done) + " left"
                : clock(seconds);
    }

    private static String clock(double seconds) {
        return DurationFormatUtils.formatDuration((long) (1000 * seconds), "H:mm:ss");
    }
}
