package dev.hourglass.compression;

import dev.hourglass.compression.transform.StepTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.PegasusSolver;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Tries coders at the same rates.
 *
 * @param samples of a window
 * @param sideInformation bits of a window beside its code
 * @param progress told of each rate that was sought
 */
record RateSearch(int samples, double sideInformation, Runnable progress) {
    /** How many times smaller windows are to become; rates ascend. */
    static final List<Integer> RATIOS = List.of(64, 48, 32, 24, 16);

    /**
     * Bits of a sample before compression: those of the converter of the MIT-BIH Arrhythmia
     * Database, by which ratios are usually stated. Standardised windows tell nothing of their own.
     */
    static final double CONVERTER_BITS = 11;

    /** The greatest share of a rate by which what is found may differ from it. */
    static final double TOLERANCE = 1e-3;

    /** Of a step, in octaves. All is rounded to 0 where it is coarsest. */
    private static final double COARSEST = 10;

    private static final double FINEST = -10;

    /** How far one step that is tried lies from the next, until two have the rate between them. */
    private static final double STRIDE = 4;

    /**
     * How well a step is to be known, in octaves: it changes the bits by less than it is changed.
     */
    private static final double ACCURACY = TOLERANCE / 10;

    private static final int MOST_TRIALS = 100;

    /** What a coder comes to at the rates that some step leads to. */
    List<RatePoint> points(String coder, StepTrial trial) {
        List<RatePoint> points = new ArrayList<>();
        NavigableMap<Double, Double> tried = new TreeMap<>();
        double coarse = COARSEST;
        for (int ratio : RATIOS) {
            double bits = samples * CONVERTER_BITS / ratio;
            UnivariateFunction excess =
                    octaves ->
                            Math.log(tried.computeIfAbsent(octaves, at -> bits(trial, at)) / bits);
            OptionalDouble found = octaves(excess, tried, coarse);
            if (found.isPresent()) {
                coarse = found.getAsDouble();
                SummaryStatistics prdn = trial.prdn(step(coarse));
                points.add(
                        new RatePoint(
                                coder,
                                ratio,
                                tried.get(coarse) / samples,
                                prdn.getMean(),
                                prdn.getMax()));
            }
            progress.run();
        }
        return points;
    }

    private double bits(StepTrial trial, double octaves) {
        return sideInformation + trial.bits(step(octaves));
    }

    /**
     * The step at which nothing is in excess; empty where there is none.
     *
     * @param excess of bits, by the step
     * @param tried steps, beyond which others are tried only where these have no excess
     * @param coarsest where to begin: there is no step where this one has an excess
     */
    private static OptionalDouble octaves(
            UnivariateFunction excess, NavigableMap<Double, Double> tried, double coarsest) {
        double fine = coarsest;
        double coarse = coarsest;
        while (excess.value(fine) <= 0) {
            coarse = fine;
            Double finer = tried.lowerKey(fine);
            fine = finer == null ? fine - STRIDE : finer;
            if (fine < FINEST) {
                return OptionalDouble.empty();
            }
        }
        if (fine == coarsest) {
            return OptionalDouble.empty();
        }
        double found =
                new PegasusSolver(ACCURACY, ACCURACY, TOLERANCE)
                        .solve(MOST_TRIALS, excess, fine, coarse);
        return Math.abs(excess.value(found)) <= TOLERANCE
                ? OptionalDouble.of(found)
                : OptionalDouble.empty();
    }

    private static double step(double octaves) {
        return Math.pow(2, octaves);
    }
}
