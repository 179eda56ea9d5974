package dev.hourglass.reproduce;

import dev.hourglass.reproduce.ReturnedRecord.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What windows lost. Those without a figure, as flat ones that did not come back exactly, are left
 * out of it and counted.
 */
final class WindowFigures implements Consumer<Window> {
    private final SummaryStatistics prd = new SummaryStatistics();
    private final SummaryStatistics prdn = new SummaryStatistics();
    private long windows;
    private long leftOut;

    /**
     * A figure of windows, in percent.
     *
     * @param sd of a sample
     */
    record Figure(double mean, double sd, double worst) {
        static Figure of(SummaryStatistics statistics) {
            return new Figure(
                    statistics.getMean(), statistics.getStandardDeviation(), statistics.getMax());
        }
    }

    @Override
    public void accept(Window window) {
        windows++;
        double normalised = window.distortion().prdn();
        if (Double.isFinite(normalised)) {
            prdn.addValue(normalised);
            // Every window scaled to [0, 1] by itself: by its whole lead, it were less.
            prd.addValue(window.distortion().prd(window.least()));
        } else {
            leftOut++;
        }
    }

    /**
     * {@code windows}, {@code left_out}, {@code prd} of windows scaled to [0, 1], and {@code prdn}.
     */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("windows", windows);
        figures.put("left_out", leftOut);
        figures.put("prd", Figure.of(prd));
        figures.put("prdn", Figure.of(prdn));
        return figures;
    }
}
