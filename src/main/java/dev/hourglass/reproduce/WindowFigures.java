package dev.hourglass.reproduce;

import dev.hourglass.reproduce.ReturnedRecord.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What windows lost. Those without a figure, as flat ones that did not come back exactly, are left
 * out of it and counted.
 */
final class WindowFigures implements Consumer<Window> {
    private final SummaryStatistics prd = new SummaryStatistics();
    private final SummaryStatistics ownPrd = new SummaryStatistics();
    private final SummaryStatistics prdn = new SummaryStatistics();
    private final ToDoubleFunction<Window> leadLeast;
    private long windows;
    private long leftOut;

    /**
     * @param leadLeast the least sample of the lead that a window is from, in ADC units
     */
    WindowFigures(ToDoubleFunction<Window> leadLeast) {
        this.leadLeast = leadLeast;
    }

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
        double least = leadLeast.applyAsDouble(window);
        double normalised = window.distortion().prdn();
        if (Double.isFinite(normalised)) {
            prdn.addValue(normalised);
            prd.addValue(window.distortion().prd(least));
            ownPrd.addValue(window.distortion().prd(window.least()));
        } else {
            leftOut++;
        }
    }

    /**
     * {@code windows} and {@code left_out}, {@code prd} where every lead is scaled to [0, 1],
     * {@code prd_own_range} where every window is, and {@code prdn}.
     */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("windows", windows);
        figures.put("left_out", leftOut);
        figures.put("prd", Figure.of(prd));
        figures.put("prd_own_range", Figure.of(ownPrd));
        figures.put("prdn", Figure.of(prdn));
        return figures;
    }
}
