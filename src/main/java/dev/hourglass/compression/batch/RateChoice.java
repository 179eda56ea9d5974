package dev.hourglass.compression.batch;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Seeks the quantiser's step with which records come to a target, by bisection.
 *
 * @param target what was aimed at
 * @param step that was found
 * @param figures what it comes to on the sampled stretches
 * @param trials steps that were tried
 */
public record RateChoice(RateTarget target, double step, RateFigures figures, int trials) {
    private static final double LEAST_STEP = 1.0 / 64;
    private static final double GREATEST_STEP = 1024;

    /** An octave that is halved so often leaves 0.3 % of a step. */
    private static final int BISECTIONS = 8;

    private static final int STEP_DIGITS = 4;

    /** A step that was tried. */
    private record Point(double step, RateFigures figures) {}

    /**
     * Seeks the step, from that of training on: by octaves until the target lies between two, and
     * then between these. Of the steps on both sides of the target the one is taken that keeps it.
     *
     * @param figures what a step comes to
     * @throws HourglassException with CONFIGURATION where no step keeps the target
     */
    static RateChoice of(RateTarget target, DoubleFunction<RateFigures> figures) {
        int trials = 1;
        Point next = new Point(1, figures.apply(1));
        boolean coarse = target.isCoarser(next.figures());
        Point last = next;
        while (target.isCoarser(next.figures()) == coarse) {
            last = next;
            double step = coarse ? last.step() / 2 : last.step() * 2;
            if (step < LEAST_STEP || step > GREATEST_STEP) {
                if (coarse != target.isKeptByCoarser()) {
                    throw unreachable(target, last);
                }
                return new RateChoice(target, last.step(), last.figures(), trials);
            }
            next = new Point(step, figures.apply(step));
            trials++;
        }
        Point fine = coarse ? next : last;
        Point coarser = coarse ? last : next;
        for (int i = 0; i < BISECTIONS; i++) {
            double step = rounded(Math.sqrt(fine.step() * coarser.step()));
            Point middle = new Point(step, figures.apply(step));
            trials++;
            if (target.isCoarser(middle.figures())) {
                coarser = middle;
            } else {
                fine = middle;
            }
        }
        Point found = target.isKeptByCoarser() ? coarser : fine;
        return new RateChoice(target, found.step(), found.figures(), trials);
    }

    /** Every file's header spells it out. */
    private static double rounded(double step) {
        return new BigDecimal(step).round(new MathContext(STEP_DIGITS)).doubleValue();
    }

    private static HourglassException unreachable(RateTarget target, Point last) {
        RateFigures figures = last.figures();
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "No quantiser of this model comes to the rate that is wanted",
                String.format(
                        Locale.ROOT,
                        "%s %s; with the step %s there are %.4f bits a sample, ratio %.2f, PRDN %.2f %%",
                        target.kind().key(),
                        target.value(),
                        last.step(),
                        figures.bits(),
                        figures.ratio(),
                        figures.prdn()),
                "choose another target, a looser bound, or a model that was trained for it");
    }
}
